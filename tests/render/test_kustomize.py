"""A kustomization is built by kustomize itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tritonfleet.errors import InputError
from tritonfleet.render.kustomize import build


def test_a_folder_gives_its_objects(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: [map.yaml]\nnamespace: models\n")
    (tmp_path / "map.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    expected = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "models"}}
    assert build(tmp_path) == [expected]


def test_a_folder_that_cannot_be_built_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: [absent.yaml]\n")
    with pytest.raises(InputError) as caught:
        build(tmp_path)
    (problem,) = caught.value.problems
    assert "absent.yaml" in problem.message
    assert "\n" not in problem.message
    assert str(problem.location) == str(tmp_path)
