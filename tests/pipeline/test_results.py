"""Results kept between runs: an unchanged service costs a look-up, and a stale result is impossible."""

from __future__ import annotations

import copy

import pytest

from tritonfleet.pipeline import run as pipeline
from tritonfleet.pipeline.workers import in_chunks

pytestmark = pytest.mark.usefixtures("folder")


def set_at(fleet, path, value):
    changed = copy.deepcopy(fleet)
    *parents, last = path.split(".")
    place = changed
    for parent in parents:
        place = place[parent]
    place[last] = value
    return changed


CHANGES = {
    "a service": ("services.vision.replicas", 3),
    "a model": ("models.classifier.maxBatchSize", 32),
    "an override": ("environments.dev.overrides.services.vision.replicas", 2),
    "a model's override": ("environments.dev.overrides.models.classifier.maxBatchSize", 12),
    "a pool": ("clusters.main.pools.gpu.taints", {"nvidia.com/gpu": {}}),
    "a cluster's gateway": ("clusters.main.gateway.name", "other"),
    "a namespace": ("environments.prod.namespace", "elsewhere"),
    "who is excluded": ("environments.prod.exclude", []),
    "the repository": ("gitops.revision", "release"),
    "a quota": ("environments.prod.quota", {"pods": 5}),
    "the way Argo CD syncs": ("environments.prod.sync", "manual"),
    "the order of inputs": (
        "models.classifier.inputs",
        {"z": {"dataType": "FP32", "dims": [1]}, "input": {"dataType": "FP32", "dims": [4]}},
    ),
}


@pytest.mark.parametrize(("path", "value"), CHANGES.values(), ids=CHANGES.keys())
def test_after_a_change_the_tree_is_what_a_first_run_makes(
    run, fleet, path, value, monkeypatch, tmp_path_factory
):
    changed = set_at(fleet, path, value)
    run(fleet)
    run(changed)
    kept = run.files()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("empty")))
    run(changed)
    assert kept == run.files()


def test_every_such_change_shows_in_the_tree(run, fleet):
    run(fleet)
    before = run.files()
    for name, (path, value) in CHANGES.items():
        run(set_at(fleet, path, value))
        assert run.files() != before, name


def test_a_changed_model_file_is_noticed(run, fleet, folder):
    run(fleet)
    (folder / "1" / "model.py").write_text("class TritonPythonModel: pass  # new\n")
    run()
    assert "pass  # new" in run.files()["values/dev/score.yaml"]


def test_an_unchanged_fleet_builds_nothing(run, fleet, monkeypatch):
    run(fleet)
    built = []
    monkeypatch.setattr(pipeline, "_build", lambda names, prepared: built.extend(names) or [])
    run()
    assert built == []


def test_an_edit_builds_only_the_service_it_is_about(run, fleet, monkeypatch):
    run(fleet)
    built = []
    real = pipeline._build
    monkeypatch.setattr(
        pipeline, "_build", lambda names, prepared: built.extend(names) or real(names, prepared)
    )
    run(set_at(fleet, "services.score.replicas", 2))
    assert built == ["score"]


def test_a_service_is_built_again_when_another_takes_the_last_free_gpu(run, fleet):
    run(set_at(fleet, "environments.dev.overrides.services.vision.replicas", 1))
    assert "maxSurge" not in run.files()["values/prod/vision.yaml"]
    run(set_at(fleet, "environments.dev.overrides.services.vision.replicas", 2))
    assert "maxSurge: 0" in run.files()["values/prod/vision.yaml"]


def test_a_damaged_store_costs_time_and_nothing_else(run, fleet, tmp_path, monkeypatch):
    run(fleet)
    before = run.files()
    cache = tmp_path / "cache"
    (cache / "tritonfleet" / "results").mkdir(parents=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    run()
    (store,) = (cache / "tritonfleet" / "results").glob("*.sqlite")
    store.write_bytes(b"not a database" * 100)
    run()
    assert run.files() == before


# The test runner has threads of its own, which the command has not.
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_work_in_processes_gives_what_work_in_one_gives():
    names = [f"n{number}" for number in range(100)]
    alone = [(name, name.upper()) for name in names]
    assert list(in_chunks(_upper, names, (), "done", None)) == alone


def _upper(names):
    return [name.upper() for name in names]
