"""NVIDIA's dcgm-exporter as it is set up, from catalog/dcgm_exporter.yaml. What it writes is in metrics/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tritonfleet.metrics.releases import before
from tritonfleet.paths import catalog_file

OPERATOR_KEY = "dcgm-metrics.csv"
"""The key of its ConfigMap under which the GPU operator looks (NVIDIA/gpu-operator:controllers/object_controls.go)."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """``interval``: milliseconds between measurements unless told otherwise. ``counters``: DCGM field → type and help.

    ``per_process_since``: the release that began to report ``per_process`` metrics by process under
    KUBERNETES_VIRTUAL_GPUS. ``operator_reads_pods_since``: the GPU operator that can let it. ``endings``: first
    release → ending of the image's tag, the newest first.
    """

    interval: int
    counters: Mapping[str, str]
    per_process_since: str
    per_process: tuple[str, ...]
    operator_reads_pods_since: str
    endings: Mapping[str, str]

    def counts_by_process(self, release: str) -> bool:
        """Whether this release reports memory and utilisation of a shared GPU by process."""
        return not before(release, self.per_process_since)

    def tag(self, release: str) -> str:
        """The tag of the image of a release, such as ``4.5.3-4.8.2-distroless``."""
        number = release.removeprefix("v")
        ending = next(ending for since, ending in self.endings.items() if not before(number, since))
        return f"{number}-{ending}"


@cache
def exporter() -> Exporter:
    """What is known of it."""
    from tritonfleet import yamlio

    file = "dcgm_exporter.yaml"
    data = yamlio.load(yamlio.read_text(catalog_file(file)), f"catalog/{file}")
    return Exporter(
        interval=data["interval"]["milliseconds"],
        counters=_counters(data["counters"]),
        per_process_since=data["per_process"]["since"],
        per_process=tuple(data["per_process"]["metrics"]),
        operator_reads_pods_since=data["operator_reads_pods"]["since"],
        endings={each["since"]: each["ending"] for each in data["images"]["endings"]},
    )


def _counters(data: Mapping[str, Any]) -> Mapping[str, str]:
    """The lines of its file after the field, in the order of the fields."""
    from tritonfleet import metrics

    known = metrics.exporter("DCGM_")
    found = known.metrics if known else {}
    wanted = [*(name for name, each in found.items() if each.default), *data["more"]]
    lines = {name: f"label, {_help(text)}" for name, text in data["labels"].items()}
    lines |= {name: f"{found[name].kind.value}, {_help(found[name].about or name)}" for name in wanted}
    return dict(sorted(lines.items()))


def _help(text: str) -> str:
    """The text of a # HELP line: the exporter takes lines with exactly two commas, and knows no quotes inside.

    Source: NVIDIA/dcgm-exporter:internal/pkg/counters/counter_config.go (encoding/csv).
    """
    return text.replace(",", ";").replace('"', "'")
