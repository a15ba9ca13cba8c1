"""Many documents read by Helm's reader, which is that of the API server, in one process."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tritonfleet.tools import find

_TEMPLATE = """\
{{- $read := list }}{{ range .Values.texts }}{{ $read = append $read (fromYaml (b64dec .)) }}{{ end -}}
apiVersion: v1
kind: ConfigMap
metadata: {name: judge}
data: {read: {{ toJson $read | b64enc }}}
"""
REFUSED = "refused"


class Judge:
    """Reads with sigs.k8s.io/yaml. Of repeated keys it takes the last, and it has no number but floats."""

    def __init__(self, chart: Path) -> None:
        self._chart = chart
        (chart / "templates").mkdir()
        (chart / "Chart.yaml").write_text("apiVersion: v2\nname: judge\nversion: 0.1.0\n")
        (chart / "templates" / "read.yaml").write_text(_TEMPLATE)

    def __call__(self, texts: Sequence[str]) -> list[Any]:
        """The mapping that each text holds, or REFUSED."""
        values = self._chart / "given.json"
        values.write_text(json.dumps({"texts": [base64.b64encode(text.encode()).decode() for text in texts]}))
        command = [find("helm"), "template", self._chart, "-f", values]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        encoded = done.stdout.split("read: ")[1].split("}")[0].strip()
        read = json.loads(base64.b64decode(encoded))
        return [REFUSED if set(value) == {"Error"} else value for value in read]


def alike(ours: Any, theirs: Any) -> bool:
    """Whether two values are the same, but for integers that JSON made floats."""
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return float(ours) == float(theirs)
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(alike(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(alike, ours, theirs))
    return type(ours) is type(theirs) and ours == theirs
