"""A model repository is read the way Triton reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tritonfleet.errors import InputError
from tritonfleet.modelconfig.repository import ModelFolder, Repository, read_repository

FIXTURE = Path(__file__).parent / "fixtures" / "model_repository"


@pytest.fixture(scope="module")
def repository() -> Repository:
    return read_repository(FIXTURE)


@pytest.fixture(scope="module")
def detector(repository: Repository) -> ModelFolder:
    return next(model for model in repository.models if model.name == "detector")


def test_folders_with_a_configuration_or_a_version_are_models(repository: Repository):
    assert [model.name for model in repository.models] == [
        "broken", "completed.onnx_model", "counter", "detector", "pipeline", "renamed",
    ]  # fmt: skip


def test_what_is_no_model_is_ignored_for_a_reason(repository: Repository):
    assert {ignored.path.name: ignored.reason for ignored in repository.ignored} == {
        ".cache": "hidden",
        "README.md": "a file: a model is a folder",
        "notes": "no model: neither config.pbtxt nor a version folder",
    }


def test_versions_are_whole_numbers(detector: ModelFolder):
    assert detector.versions == (1, 2)


def test_other_folders_are_no_versions_for_a_reason(detector: ModelFolder):
    assert {ignored.path.name: ignored.reason for ignored in detector.ignored} == {
        "03": "no version: its name begins with 0",
        "old": "no version: its name is no number",
    }


def test_variants_of_the_configuration_are_known(detector: ModelFolder):
    assert [variant.name for variant in detector.variants] == ["small.pbtxt"]


def test_label_files_stand_beside_the_versions(detector: ModelFolder):
    assert detector.beside == {"labels.txt"}


def test_the_model_itself_is_in_the_version(detector: ModelFolder):
    assert detector.definition == {"model.onnx"}


def test_version_0_is_a_version(tmp_path: Path):
    (tmp_path / "m" / "0").mkdir(parents=True)
    assert read_repository(tmp_path).models[0].versions == (0,)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere", "the folder cannot be read: no such file or directory"),
        ("file", "the folder cannot be read: not a directory"),
        ("empty", "there is no model in this folder"),
    ],
)
def test_what_is_no_repository_is_refused(tmp_path: Path, path: str, message: str):
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=message):
        read_repository(tmp_path / path)
