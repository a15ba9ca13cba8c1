"""What an exporter would answer if it wrote exactly what the catalogue says."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tritonfleet.metrics import Kind, Metric, at


def exposition(exporter: str, release: str = "", on: Collection[str] | None = None, without: str = "") -> str:
    """The text of every metric but one."""
    found = [each for each in at(exporter, release, on).values() if each.name != without]
    return "".join(text(each) for each in found)


def text(metric: Metric, **more: str) -> str:
    """One metric with its labels, and with more."""
    names = [*metric.labels, *metric.label_since]
    labels = {**{name: "x" for name in names if name != "quantile"}, **more}
    lines = [f"# TYPE {metric.name} {metric.kind}"]
    lines += [_sample(name, {**labels, **part}) for name, part in _parts(metric)]
    return "\n".join(lines) + "\n"


def _parts(metric: Metric) -> Iterator[tuple[str, dict[str, str]]]:
    for name in metric.series():
        if metric.kind is Kind.SUMMARY and name == metric.name:
            yield name, {"quantile": "0.5"}
        elif name.endswith("_bucket"):
            yield from ((name, {"le": bound}) for bound in ("100", "+Inf"))
        else:
            yield name, {}


def _sample(name: str, labels: dict[str, str]) -> str:
    pairs = ",".join(f'{key}="{value}"' for key, value in labels.items())
    return f"{name}{{{pairs}}} 1"
