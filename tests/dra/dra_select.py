"""The code that judges claims in a cluster, asked: Kubernetes' CEL selectors, and the NVIDIA driver's own checks."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tritonfleet import tools

DRIVER = "gpu.nvidia.com"


@dataclass(frozen=True)
class Answer:
    """Names of the devices that all selectors choose; why a device could not be judged; why a selector is refused."""

    chosen: list[str]
    failed: dict[str, str]
    refused: list[str]
    costs: list[int]


class Judge:
    """tools/dra, built."""

    def __init__(self) -> None:
        self.program = tools.find("dra-select")

    def choose(self, selectors: Sequence[str], devices: Sequence[dict[str, Any]]) -> Answer:
        answer = self._ask(driver=DRIVER, selectors=list(selectors), devices=list(devices))
        return Answer(
            chosen=answer["matched"],
            failed={failure["device"]: failure["error"] for failure in answer["failed"]},
            refused=[verdict["refused"] for verdict in answer["verdicts"] if "refused" in verdict],
            costs=[verdict["cost"] for verdict in answer["verdicts"] if "cost" in verdict],
        )

    def refusals(self, parameters: Sequence[dict[str, Any]], gates: Mapping[str, bool]) -> list[str]:
        """What the driver has against each opaque configuration; empty for nothing."""
        return self._ask(parameters=list(parameters), gates=dict(gates))["refusals"]

    def start_failure(self, gates: Mapping[str, bool]) -> str:
        """Why the driver does not start with these gates; empty when it does."""
        return self._ask(gates=dict(gates))["gates"]

    def _ask(self, **question: Any) -> dict[str, Any]:
        done = subprocess.run(
            [self.program], input=json.dumps(question), capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout)
