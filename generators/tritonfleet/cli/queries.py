"""``tritonfleet queries``: what can be asked of Prometheus, and the PromQL to paste."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tritonfleet.cli.output import print_json

if TYPE_CHECKING:
    from tritonfleet.queries import Parameter, Query

queries_app = typer.Typer(
    help="Queries to Prometheus: what each tells and what it does not, and its PromQL to paste.",
    no_args_is_help=True,
)


class Style(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    JSON = "json"
    PROMQL = "promql"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks a query for."""

    namespace: str
    service: str
    window: str
    by: list[str]
    entry: list[str]
    settings: list[str]
    honor_labels: bool
    signal: bool

    def expression(self, query: Query) -> str:
        """The PromQL. Raises InputError where it would be none."""
        from tritonfleet.queries import entry_models, selector

        inside = selector(query.subject, self.namespace, self.service, honor_labels=self.honor_labels)
        entry, settings = entry_models(self.entry), dict(_settings(query, self.settings))
        if self.signal:
            return _checked(query.signal(inside, self.window, entry=entry, **settings))
        return _checked(query.expression(inside, self.window, self.by, entry=entry, **settings))


@queries_app.command("list")
def queries_list(
    format: Annotated[Style, typer.Option("--format", help="How the answer is written.")] = Style.TEXT,
) -> None:
    """List queries: unit, whether they add up over pods, and what they are about."""
    from tritonfleet.queries.catalogue import GROUPS

    if format is Style.JSON:
        print_json({"queries": [_facts(each) for _, found in GROUPS for each in found]})
        return
    for title, found in GROUPS:
        sys.stdout.write(f"{title}\n" + "".join(f"  {each.name:<24} {each.title}\n" for each in found))


@queries_app.command("show")
def queries_show(
    name: Annotated[str, typer.Argument(help="A query, such as latency-mean.")],
    namespace: Annotated[str, typer.Option("--namespace", "-n", help="The service's; left out: any.")] = "",
    service: Annotated[str, typer.Option("--service", "--job", help="The service; left out: any.")] = "",
    window: Annotated[str, typer.Option(help="Over which time, at least four scrapes.")] = "5m",
    by: Annotated[list[str] | None, typer.Option(help="One answer for each value of this label.")] = None,
    entry: Annotated[list[str] | None, typer.Option(help="A model that clients call (repeatable).")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="A parameter of the query: quantile=0.95.")
    ] = None,
    honor_labels: Annotated[
        bool, typer.Option(help="Whether the monitors of dcgm-exporter and KEDA honour labels.")
    ] = True,
    signal: Annotated[bool, typer.Option("--signal", help="As a scaler asks it: 0 without traffic.")] = False,
    format: Annotated[Style, typer.Option("--format", help="How the answer is written.")] = Style.TEXT,
) -> None:
    """Show a query: what it tells, what it does not, and its PromQL."""
    from tritonfleet.queries import query
    from tritonfleet.queries.reading import facts, pretty

    found = query(name.strip())
    wanted = Wanted(
        namespace, service, window, by or [], entry or [], settings or [],
        honor_labels=honor_labels, signal=signal,
    )  # fmt: skip
    expression = wanted.expression(found)
    if format is Style.JSON:
        print_json({**_facts(found), "expression": expression})
    elif format is Style.PROMQL:
        sys.stdout.write(expression + "\n")
    else:
        sys.stdout.write(f"{found.title}. {found.about}\n{facts(found)}\n\n{pretty(expression)}\n")


def _settings(query: Query, given: Iterable[str]) -> Iterable[tuple[str, Parameter]]:
    from tritonfleet.errors import InputError

    for text in given:
        name, separator, value = text.partition("=")
        if not separator:
            raise InputError.of(f"--set {text}: expected name=value")
        yield name, _like(query.parameters.get(name), name, value)


def _like(default: Parameter | None, name: str, value: str) -> Parameter:
    """The value in the type of the default."""
    from tritonfleet.errors import InputError

    if isinstance(default, bool):
        if value not in ("true", "false"):
            raise InputError.of(f"--set {name}={value}: expected true or false")
        return value == "true"
    if not isinstance(default, float):
        return value
    try:
        return float(value)
    except ValueError:
        raise InputError.of(f"--set {name}={value}: expected a number") from None


def _checked(expression: str) -> str:
    from tritonfleet.checks.promql import parse
    from tritonfleet.errors import InputError

    problem = parse(expression).problem
    if problem:
        raise InputError.of(
            f"that makes no PromQL: {problem}", fix="look at --window, --by, --set and the names"
        )
    return expression


def _facts(query: Query) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title,
        "unit": query.unit.value,
        "extent": query.extent.value,
        "exporter": query.exporter,
        "selector": query.subject.value,
        "scales": query.scales,
        "since": query.since,
        "switch": query.switch,
        "parameters": dict(query.parameters),
        "about": query.about,
    }
