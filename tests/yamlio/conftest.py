"""Helm as the judge of what Kubernetes reads: it shares the API server's YAML reader."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tritonfleet.tools import find

_TEMPLATE = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: judge}\ndata: {read: {{ toJson .Values | b64enc }}}\n"
)

HelmReads = Callable[[str], Any]


@pytest.fixture(scope="session")
def helm_reads(tmp_path_factory: pytest.TempPathFactory) -> HelmReads:
    """A function: the text of a values file → the value as Helm reads it, in one Helm process."""
    helm = find("helm")
    chart = tmp_path_factory.mktemp("judge")
    (chart / "templates").mkdir()
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: judge\nversion: 0.1.0\n")
    (chart / "templates" / "read.yaml").write_text(_TEMPLATE)

    def read(text: str) -> Any:
        values = Path(chart / "given.yaml")
        values.write_text(text, encoding="utf-8", newline="")
        done = subprocess.run(
            [helm, "template", chart, "-f", values], capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        encoded = done.stdout.split("read: ")[1].split("}")[0].strip()
        return json.loads(base64.b64decode(encoded))

    return read
