"""Fleets generated in a folder, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tritonfleet import yamlio
from tritonfleet.checks import Finding
from tritonfleet.emit.tree import Tree
from tritonfleet.pipeline.prepare import load, prepare
from tritonfleet.pipeline.run import Generated, generate
from tritonfleet.pipeline.store import open_store
from tritonfleet.pipeline.verify import verify
from tritonfleet.render.helm import is_hook
from tritonfleet.spec.load import FleetFile

Object = dict[str, Any]
Objects = dict[tuple[str, str | None, str], Object]


@dataclass(frozen=True)
class Made:
    """A generated fleet. ``rendered``: environment → unit → objects without hooks; ``files``: the tree's by path."""

    file: FleetFile
    generated: Generated
    rendered: Mapping[str, Mapping[str, list[Object]]]
    findings: tuple[Finding, ...]
    files: Mapping[str, bytes]

    def objects(self, environment: str) -> list[Object]:
        """All objects of an environment."""
        return [obj for objects in self.rendered.get(environment, {}).values() for obj in objects]


def made_in(folder: Path, fleet: dict[str, Any]) -> Made:
    """Generate, write and check a fleet. Raises InputError where it is refused."""
    path = folder / "fleet.yaml"
    path.write_text(yamlio.dump(fleet))
    with open_store(path) as store:
        file = load(path, store)
        generated = generate(prepare(file, store), store)
        Tree(folder).write(generated.files)
        findings = tuple(verify(generated, store).findings)
        rendered: dict[str, dict[str, list[Object]]] = {}
        for unit in generated.keys:
            for environment, objects in generated.objects(store, unit).items():
                rendered.setdefault(environment, {})[unit] = [obj for obj in objects if not is_hook(obj)]
        files = {name: content.load() for name, content in generated.files.items()}
    return Made(file, generated, rendered, findings, files)


def by_identity(objects: Iterable[Object]) -> Objects:
    """Objects by kind, namespace and name."""
    return {(o["kind"], o["metadata"].get("namespace"), o["metadata"]["name"]): o for o in objects}
