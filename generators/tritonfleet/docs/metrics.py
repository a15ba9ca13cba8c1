"""The page about metrics: what each exporter writes, and what it does not count, from the catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from tritonfleet.docs.prose import sentence, wrapped
from tritonfleet.docs.sources import linked
from tritonfleet.metrics import Exporter, Metric, exporters, target_labels
from tritonfleet.metrics.wording import releases

INTRODUCTION = """\
# Metrics

Generated from `generators/tritonfleet/catalog/metrics` (`make golden`). `tritonfleet metrics show
nv_inference_request_success` prints one metric with its sources, `tritonfleet metrics list --search queue` finds some,
and `tritonfleet metrics compare http://localhost:8002/metrics --triton 24.10` says what a running exporter writes that
is not here, or not as here. What 24.10 of Triton writes is held against a running server by the tests.

Where a row names no labels, the metric has those that stand above the table; labels in parentheses are there under
conditions, which stand below it. A metric without an entry under *releases* is in all; `off` means that it must be
switched on. The numbers are notes: what a metric does not count.
"""

_HEAD = """\
| metric | type | unit | labels | releases | switch | what it counts |
|---|---|---|---|---|---|---|"""


def metrics_reference() -> str:
    """The page, in Markdown."""
    parts = [INTRODUCTION, *_contents()]
    for exporter in exporters().values():
        parts += _section(exporter)
    return "\n".join([*parts, *_target_labels()]).rstrip() + "\n"


def _contents() -> Iterator[str]:
    names = [f"[{name}](#{name})" for name in exporters()]
    yield (
        wrapped(f"{', '.join(names)}, and [the labels that a monitor adds](#labels-that-a-monitor-adds).")
        + "\n"
    )


def _section(exporter: Exporter) -> Iterator[str]:
    there = [metric for metric in exporter.metrics.values() if not metric.until]
    notes = {note: number for number, note in enumerate(_in_order(there), 1)}
    (usual, _), *_ = Counter(map(_labels, there)).most_common(1)
    yield f"## {exporter.name}\n\n{wrapped(sentence(exporter.about))}\n"
    yield wrapped(f"Labels: {usual}.") + f"\n\n{_HEAD}"
    yield from (_row(metric, notes, usual) for metric in there)
    yield ""
    yield from (wrapped(f"{number}. {sentence(_escaped(note))}") for note, number in notes.items())
    yield from _remarks(exporter)
    yield f"\nSource: {linked(exporter.source)}.\n"


def _in_order(metrics: Iterable[Metric]) -> dict[str, None]:
    return dict.fromkeys(note for metric in metrics for note in metric.excludes)


def _labels(metric: Metric) -> str:
    always = " ".join(f"`{label}`" for label in metric.labels)
    optional = " ".join(f"`{label}`" for label in metric.optional)
    return " ".join(filter(None, (always, f"({optional})" if optional else ""))) or "none"


def _row(metric: Metric, notes: Mapping[str, int], usual: str) -> str:
    numbers = ", ".join(map(str, sorted(notes[note] for note in metric.excludes)))
    cells = (
        f"`{metric.name}`",
        metric.kind.value,
        metric.unit,
        "" if (labels := _labels(metric)) == usual else labels,
        releases(metric),
        _state(metric),
        _escaped(metric.about) + (f" [{numbers}]" if numbers else ""),
    )
    return "| " + " | ".join(cells) + " |"


def _state(metric: Metric) -> str:
    if metric.switch is not None:
        return f"`{metric.switch.name}`" + ("" if metric.switch.default else ", off")
    if not metric.default:
        return "off"
    return f"on since {metric.default_since}" if metric.default_since else ""


def _remarks(exporter: Exporter) -> Iterator[str]:
    """Switches, conditions of labels, renamed labels, and what is gone."""
    found = exporter.metrics.values()
    switches = {each.switch.name: each.switch for each in found if each.switch is not None}
    gone = [_gone(each) for each in found if each.until]
    came = dict.fromkeys(pair for each in found for pair in each.label_since.items())
    lines = [
        *(f"- switch `{name}`: {_code(switch.on)}" for name, switch in switches.items()),
        *(f"- label `{label}`: {_escaped(text)}" for label, text in exporter.added_labels.items()),
        *(f"- label `{label}`: since {since}" for label, since in came),
        *(
            f"- label `{old}` is called `{new}` after {last}"
            for old, (new, last) in exporter.renamed_labels.items()
        ),
        *([f"- gone: {', '.join(gone)}"] if gone else []),
    ]
    if lines:
        yield ""
        yield from map(wrapped, lines)


def _gone(metric: Metric) -> str:
    instead = f", now `{metric.instead}`" if metric.instead else ""
    return f"`{metric.name}` ({releases(metric)}{instead})"


def _target_labels() -> Iterator[str]:
    yield "## Labels that a monitor adds\n"
    text = (
        "Every series of a target gets these from the Prometheus operator. A label of the exporter's own that is "
        "called like one of them is stored as `exported_<name>`, unless the endpoint has `honorLabels: true`."
    )
    yield f"{wrapped(text)}\n\n| label | ServiceMonitor | PodMonitor | field |\n|---|---|---|---|"
    service, pod = target_labels("ServiceMonitor"), target_labels("PodMonitor")
    for name in dict.fromkeys((*service, *pod)):
        values = [found[name].value if name in found else "" for found in (service, pod)]
        field = (service.get(name) or pod[name]).setting
        yield "| " + " | ".join([f"`{name}`", *map(_escaped, values), f"`{field}`" if field else ""]) + " |"


def _code(text: str) -> str:
    return f"`{text}`" if text.startswith("--") and "`" not in text else text


def _escaped(text: str) -> str:
    """Text that a cell may hold and that no reader takes for HTML."""
    return text.replace("|", "\\|").replace("<", "&lt;")
