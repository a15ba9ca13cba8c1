"""Whatever fleet a person writes: nothing that is generated has an error, and both ways of applying it agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from support.random_fleets import fleets
from tritonfleet import yamlio
from tritonfleet.checks.finding import Severity
from tritonfleet.emit.tree import Tree
from tritonfleet.pipeline.prepare import load, prepare
from tritonfleet.pipeline.run import generate
from tritonfleet.pipeline.store import open_store
from tritonfleet.pipeline.verify import verify
from tritonfleet.render.helm import is_hook
from tritonfleet.render.kustomize import build

Objects = dict[tuple[str, str | None, str], dict[str, Any]]


def by_identity(objects) -> Objects:
    return {(o["kind"], o["metadata"].get("namespace"), o["metadata"]["name"]): o for o in objects}


def generated_in(folder: Path, fleet: dict[str, Any]) -> tuple[dict[str, Objects], list[str]]:
    """What Helm renders of the fleet by environment, and every error that is found in it."""
    file = folder / "fleet.yaml"
    file.write_text(yamlio.dump(fleet))
    with open_store(file) as store:
        generated = generate(prepare(load(file, store), store), store)
        Tree(folder).write(generated.files)
        errors = [str(f) for f in verify(generated, store).findings if f.severity is Severity.ERROR]
        rendered: dict[str, Objects] = {environment: {} for environment in fleet["environments"]}
        for unit in generated.keys:
            for environment, objects in generated.objects(store, unit).items():
                if environment in rendered:
                    rendered[environment] |= by_identity(obj for obj in objects if not is_hook(obj))
    return rendered, errors


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(fleet=fleets())
def test_a_fleet_has_no_errors_and_is_the_same_by_helm_and_by_kustomize(tmp_path_factory, fleet):
    folder = tmp_path_factory.mktemp("fleet")
    rendered, errors = generated_in(folder, fleet)
    assert errors == []
    for environment, by_helm in rendered.items():
        assert by_identity(build(folder / "kustomize" / "overlays" / environment)) == by_helm
