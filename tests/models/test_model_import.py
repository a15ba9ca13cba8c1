"""A model repository becomes a fleet that generates the same configuration."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tritonfleet.errors import InputError
from tritonfleet.modelconfig.importer import Imported, import_repository, read_config
from tritonfleet.modelconfig.proto import to_message
from tritonfleet.spec.model import Model

FIXTURE = Path(__file__).parent / "fixtures" / "model_repository"
MODELS = ["completed.onnx_model", "counter", "detector", "pipeline", "renamed"]


@pytest.fixture(scope="module")
def imported() -> Imported:
    return import_repository(FIXTURE)


def test_one_service_loads_every_model(imported: Imported):
    assert imported.fleet["services"]["model-repository"]["models"] == MODELS


@pytest.mark.parametrize("name", ["counter", "detector", "pipeline", "renamed"])
def test_generating_again_gives_the_same_configuration(imported: Imported, name: str):
    theirs = read_config(FIXTURE / name / "config.pbtxt")
    theirs.name = name
    assert to_message(name, Model.model_validate(imported.fleet["models"][name])) == theirs


def test_a_model_keeps_its_folder(imported: Imported):
    assert imported.fleet["models"]["counter"]["files"] == str(FIXTURE / "counter")


def test_defaults_are_left_out(imported: Imported):
    assert imported.fleet["models"]["pipeline"].keys() == {
        "maxBatchSize",
        "inputs",
        "outputs",
        "ensemble",
        "files",
    }


def test_a_model_without_configuration_gets_the_backend_of_its_file(imported: Imported):
    assert imported.fleet["models"]["completed.onnx_model"]["backend"] == "onnxruntime"


@pytest.mark.parametrize(
    "note",
    [
        "README.md: ignored, a file: a model is a folder",
        "detector/03: ignored, no version: its name begins with 0",
        "detector/configs/small.pbtxt: not imported, a variant for --model-config-name",
        "renamed/config.pbtxt: says name former, but Triton wants the folder's: renamed",
        "completed.onnx_model: no config.pbtxt; its files tell backend onnxruntime, "
        "Triton completes the rest",
        "broken/config.pbtxt:2:1: unknown field `max_batchsize` (did you mean `max_batch_size`?); "
        "the model broken is left out",
    ],
)
def test_what_is_left_out_or_doubtful_is_noted(imported: Imported, note: str):
    assert f"{FIXTURE}/{note}" in imported.notes


def test_what_triton_would_refuse_is_noted(tmp_path: Path):
    _write(tmp_path / "m", 'backend: "python" dynamic_batching { preferred_batch_size: 4 }')
    assert any(
        note.startswith("models.m.dynamicBatching.preferredBatchSizes.0: ") and "TRT107" in note
        for note in import_repository(tmp_path).notes
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00binary", "config.pbtxt: this is no text in UTF-8"),
        (
            b"max_batch_size: 1" + b" " * 5_000_000,
            "config.pbtxt: larger than 1 MiB: this is no model configuration",
        ),
        (b"max_batch_size: -1", "config.pbtxt: maxBatchSize: input should be greater than or equal to 0"),
        (b'input { name: "x" } input { name: "x" }', "config.pbtxt: input 'x' is given twice"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_one_clear_line(tmp_path: Path, content: bytes, message: str):
    _write(tmp_path / "m", content)
    with pytest.raises(InputError) as caught:
        import_repository(tmp_path)
    assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_usable_model_is_imported_beside_one_that_is_not(tmp_path: Path):
    shutil.copytree(FIXTURE / "broken", tmp_path / "broken")
    _write(tmp_path / "good", 'backend: "python"')
    assert list(import_repository(tmp_path).fleet["models"]) == ["good"]


def _write(folder: Path, config: str | bytes) -> None:
    (folder / "1").mkdir(parents=True)
    (folder / "config.pbtxt").write_bytes(config.encode() if isinstance(config, str) else config)
