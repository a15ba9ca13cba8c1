"""Runs of the whole pipeline in a folder and a cache of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cache import use_own_cache
from support.fleets import small
from tritonfleet import yamlio
from tritonfleet.emit.tree import Tree
from tritonfleet.pipeline.prepare import load, prepare
from tritonfleet.pipeline.run import Generated, generate
from tritonfleet.pipeline.store import open_store


class Run:
    """A fleet in a folder of its own, generated again and again."""

    def __init__(self, root: Path) -> None:
        self.path = root / "fleet.yaml"

    def __call__(self, fleet=None) -> Generated:
        if fleet is not None:
            self.path.write_text(yamlio.dump(fleet))
        with open_store(self.path) as store:
            generated = generate(prepare(load(self.path, store), store), store)
            Tree(self.path.parent).write(generated.files)
        return generated

    def files(self) -> dict[str, str]:
        root = self.path.parent
        tops = ("values", "kustomize", "models")
        found = (p for top in tops for p in (root / top).rglob("*") if p.is_file())
        return {str(path.relative_to(root)): path.read_text() for path in sorted(found)}


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    use_own_cache(monkeypatch, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def run(tmp_path) -> Run:
    return Run(tmp_path)


@pytest.fixture
def fleet():
    """A fleet of two services in two environments, with something to override, exclude and expose."""
    found = small()
    found["models"]["scorer"] = {"backend": "python", "files": "scorer", "load": {"time": "1s"}}
    found["services"]["score"] = {"models": ["scorer"], "repository": {"configMap": {}}}
    found["clusters"]["main"]["gateway"] = {"name": "public", "namespace": "gateway"}
    found["gitops"] = {"repoURL": "https://git.example.com/fleet.git"}
    found["environments"] = {
        "dev": {
            "cluster": "main",
            "namespace": "triton-dev",
            "overrides": {
                "services": {"vision": {"replicas": 1}},
                "models": {"classifier": {"maxBatchSize": 8}},
            },
        },
        "prod": {
            "cluster": "main",
            "namespace": "triton-prod",
            "exclude": ["score"],
            "overrides": {
                "services": {"vision": {"expose": {"httpRoute": {"hostnames": ["v.example.com"]}}}}
            },
        },
    }
    return found


@pytest.fixture
def folder(tmp_path) -> Path:
    """The local folder of the Python model."""
    model = tmp_path / "scorer" / "1" / "model.py"
    model.parent.mkdir(parents=True)
    model.write_text("class TritonPythonModel: ...\n")
    return tmp_path / "scorer"
