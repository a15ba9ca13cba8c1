"""The live service's model repository."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from live.fleet import MODELS, SERVICE, Generated
from live.model_code import CODE
from models.pipeline import EXAMPLES
from tritonfleet.modelconfig.importer import read_config
from tritonfleet.modelconfig.proto import to_text

DEFAULT_BUCKETS = (100, 500, 2000, 5000)
"""Triton's own, for a model that asks for none (triton-inference-server/core:src/metric_model_reporter.h@r26.06)."""


def write_repository(tree: Generated, folder: Path, *, stand_in: bool) -> Path:
    """The model repository: the generated configurations, and code.

    ``stand_in``: Triton 24.10 reads them, which knows no ``model_metrics``; the models' code observes in its place.
    """
    for name, model in MODELS.items():
        version = folder / name / "1"
        version.mkdir(parents=True)
        config = read_config(tree.root / "models" / SERVICE / name / "config.pbtxt")
        if (EXAMPLES / name).is_dir():
            shutil.copy(EXAMPLES / name / "1" / "model.py", version)
        elif "ensemble" not in model:
            (version / "model.py").write_text(CODE)
            _instruct(config, stand_in=stand_in)
        if stand_in:
            config.ClearField("model_metrics")
        (folder / name / "config.pbtxt").write_text(to_text(config))
    return folder


def _instruct(config: Any, *, stand_in: bool) -> None:
    """Tell the model's code what it stands in for."""
    if config.name == "steady":
        config.parameters["GPU"].string_value = "GPU-0"
    if stand_in:
        asked = [list(each.histogram_options.buckets) for each in config.model_metrics.metric_control]
        buckets = asked[0] if asked else DEFAULT_BUCKETS
        config.parameters["BUCKETS"].string_value = " ".join(map(str, buckets))
