"""The text pipeline of the examples as models of a fleet: two Python models and the ensemble over them."""

from __future__ import annotations

import shutil
from pathlib import Path

from tritonfleet.modelconfig.proto import to_message, to_text
from tritonfleet.spec.model import Model

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "models"

TEXT = {"TEXT": {"dataType": "STRING", "dims": [1]}}
IDS = {"IDS": {"dataType": "INT64", "dims": [16]}}
SCORE = {"SCORE": {"dataType": "FP32", "dims": [1]}}
ON_CPU = {"cpu": {"kind": "CPU", "count": 1}}

PIPELINE = {
    "tokenize": {
        "backend": "python",
        "maxBatchSize": 8,
        "inputs": TEXT,
        "outputs": IDS,
        "instanceGroups": ON_CPU,
        "dynamicBatching": {"preferredBatchSizes": [4, 8], "maxQueueDelay": "100us"},
    },
    "score": {
        "backend": "python",
        "maxBatchSize": 8,
        "inputs": IDS,
        "outputs": SCORE,
        "instanceGroups": ON_CPU,
        "versionPolicy": {"all": True},
    },
    "text_pipeline": {
        "maxBatchSize": 8,
        "inputs": TEXT,
        "outputs": SCORE,
        "ensemble": {
            "steps": [
                {"model": "tokenize", "inputs": {"TEXT": "TEXT"}, "outputs": {"IDS": "ids"}},
                {"model": "score", "inputs": {"IDS": "ids"}, "outputs": {"SCORE": "SCORE"}},
            ]
        },
    },
}


def models() -> dict[str, Model]:
    return {name: Model.model_validate(data) for name, data in PIPELINE.items()}


def write_repository(folder: Path) -> Path:
    """A repository with the generated configurations and the examples' code."""
    for name, model in models().items():
        (folder / name / "1").mkdir(parents=True)
        (folder / name / "config.pbtxt").write_text(to_text(to_message(name, model)))
        code = EXAMPLES / name / "1" / "model.py"
        if code.is_file():
            shutil.copy(code, folder / name / "1")
    return folder
