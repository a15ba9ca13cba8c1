"""Models that travel in ConfigMaps, in a real Triton: the volumes of the Pod, its arguments, the `helm test` script."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from models.pod_files import materialise
from support.cache import use_own_cache
from support.fleets import parsed
from support.tritonserver import Server
from tritonfleet import yamlio
from tritonfleet.pipeline.build import draft_service
from tritonfleet.render.helm import Release, render

pytestmark = pytest.mark.triton

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = "lab"
OF_THE_SERVER = ("model-repository", "http-port", "grpc-port", "metrics-port", "exit-", "allow-gpu-metrics")
"""Flags that the test's server sets itself."""


class Rendered(NamedTuple):
    """What Helm makes of the service, and the ConfigMap models as the container sees them."""

    objects: list[dict[str, Any]]
    models: Path

    def pod(self, kind: str) -> dict[str, Any]:
        (found,) = [obj for obj in self.objects if obj["kind"] == kind]
        spec: dict[str, Any] = found["spec"]["template"]["spec"] if kind == "Deployment" else found["spec"]
        return spec


def demo() -> dict[str, Any]:
    """The example's `demo`, in an environment that overrides one of its models."""
    fleet = yamlio.load((ROOT / "fleet.yaml").read_text(), "fleet.yaml")
    names = fleet["services"]["demo"]["models"]
    override = {"score": {"maxBatchSize": 4}, "text_pipeline": {"maxBatchSize": 4}}
    return {
        **fleet,
        "models": {name: fleet["models"][name] for name in names},
        "services": {"demo": fleet["services"]["demo"]},
        "environments": {
            ENVIRONMENT: {"cluster": "lab", "namespace": "lab", "overrides": {"models": override}}
        },
    }


def release() -> Release:
    draft = draft_service(parsed(demo(), ROOT), "demo", {})
    return draft.releases[ENVIRONMENT]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    with pytest.MonkeyPatch.context() as patch:
        use_own_cache(patch, tmp_path_factory.mktemp("cache"))
        (objects,) = render([release()])
    found = Rendered(list(objects), tmp_path_factory.mktemp("container"))
    materialise(found.objects, found.pod("Deployment"), found.models)
    return found


@pytest.fixture(scope="module")
def server(rendered: Rendered, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    arguments = rendered.pod("Deployment")["containers"][0]["args"][1:]
    flags = [flag for flag in arguments if not flag.removeprefix("--").startswith(OF_THE_SERVER)]
    with Server(rendered.models / "models", tmp_path_factory.mktemp("log") / "log", *flags) as running:
        yield running


def max_batch_size(server: Server, model: str) -> int:
    from tritonclient import grpc

    with grpc.InferenceServerClient(f"127.0.0.1:{server.grpc_port}") as client:
        return int(client.get_model_config(model).config.max_batch_size)


def test_every_model_of_the_config_maps_is_loaded(server):
    assert server.verdicts() == {"score": True, "text_pipeline": True, "tokenize": True}
    assert server.ready()


def test_a_model_that_the_environment_overrides_has_its_own_configuration(server):
    assert max_batch_size(server, "score") == 4


def test_a_model_without_one_falls_back_to_config_pbtxt(server):
    assert max_batch_size(server, "tokenize") == 8


def test_the_helm_test_script_infers(server, rendered):
    (container,) = rendered.pod("Pod")["containers"]
    environment = {variable["name"]: variable["value"] for variable in container["env"]}
    environment["SERVER"] = f"http://127.0.0.1:{server.http_port}"
    ran = subprocess.run(
        [sys.executable, "-c", *container["args"]],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.stdout.splitlines() == ["ready", "text_pipeline SCORE FP32 [1, 1]"], ran.stderr
