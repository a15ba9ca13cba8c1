"""The page of queries: each with its unit, what it tells and does not, and its expression."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tritonfleet.docs.prose import wrapped
from tritonfleet.docs.sources import linked
from tritonfleet.paths import catalog_file
from tritonfleet.queries import Query, query, selector
from tritonfleet.queries.catalogue import GROUPS

INTRODUCTION = """\
# Queries

Generated from `generators/tritonfleet/queries` (`make golden`). Rules, dashboards, scalers and runbooks take their
PromQL from there. `tritonfleet queries show latency-mean --namespace triton-prod --service vision` prints one for
a service of yours, to paste.

What holds for all of them:

- **A service is `namespace` and `job`.** The monitors that the chart makes put the service's name into `job`. What
  dcgm-exporter and KEDA write about a workload has the workload's `namespace` and `pod` if the monitor honours labels;
  if it does not (`--no-honor-labels`) these are `exported_namespace` and `exported_pod`. Either way the answer has
  `namespace` and `pod`, and `hostname` also where the exporter still writes `Hostname`.
- **Means are of requests, not of pods.** Sums are divided by sums, so a busy pod weighs more. Latencies are divided by
  answered requests, because Triton adds no time for failed ones.
- **Without traffic a mean is nothing**: no element, rather than 0 or not a number. A query to scale on
  (`--signal`) is 0 then, and nothing only when no series is there at all: KEDA with `ignoreNullValues: "false"` takes
  that for an error and falls back. A pod whose scrape fails is missing from sums; `down` counts such pods.
- **Whose requests count.** Triton counts a request to an ensemble at each step too. `--entry` names the models that
  clients call; what waits or executes is taken from all models all the same.
- **Rates need two samples in the window**: at least four scrape intervals, so that a lost one does no harm.
- **Restarts** reset counters; `rate` sees that, and only loses what was counted between the last scrape and the end.
"""

OFTEN = """\
## Often written

Each with a small example, worked out by promtool in the tests.
"""


def query_reference() -> str:
    """The page, in Markdown."""
    parts = [INTRODUCTION, *_overview()]
    for title, found in GROUPS:
        parts.append(f"## {title}\n")
        parts += [_section(each) for each in found]
    return "\n".join([*parts, OFTEN, *_often_written()]).rstrip() + "\n"


def _overview() -> Iterator[str]:
    yield "| Query | Unit | Adds up over pods | To scale on | Triton | Exporter |\n|---|---|---|---|---|---|"
    for _, found in GROUPS:
        for each in found:
            scales = each.extent.metric_type if each.scales else ""
            total = "yes" if each.extent == "total" else "no"
            yield (
                f"| [`{each.name}`](#{each.name}) | {each.unit.symbol} | {total} | {scales} | {each.since} | "
                f"{each.exporter} |"
            )
    yield ""


def _section(each: Query) -> str:
    from tritonfleet.queries.reading import facts, pretty

    inside = selector(each.subject, "triton-prod", "vision")
    about = wrapped(f"**{each.title}.** {each.about}")
    expression = pretty(each.expression(inside))
    return f"### {each.name}\n\n{about}\n\n{wrapped(facts(each))}\n\n```promql\n{expression}\n```\n"


def _often_written() -> Iterator[str]:
    yield "| Often written | For | It gives | Right is | Why |\n|---|---|---|---|---|"
    for row in often_written():
        named = query(row["query"])
        yield (
            f"| `{row['written']}` ({linked(row['source'])}) | {row['example']} | {_number(row['gives'], row['in'])} "
            f"| {_number(row['right'], row['in'])}: [`{named.name}`](#{named.name}) | {row['why']} |"
        )


def _number(value: float | str, unit: str) -> str:
    return str(value) if value == "nothing" else f"{value} {unit}".strip()


def often_written() -> list[dict[str, Any]]:
    """The rows of ``catalog/often_written.yaml``."""
    from tritonfleet import yamlio

    file = "often_written.yaml"
    rows: list[dict[str, Any]] = yamlio.load(yamlio.read_text(catalog_file(file)), f"catalog/{file}")
    return rows
