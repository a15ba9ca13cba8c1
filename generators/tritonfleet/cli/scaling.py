"""``tritonfleet scaling``: which signal a service is scaled on and why, and the object that follows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tritonfleet.cli.output import console, print_warnings
from tritonfleet.pipeline.prepare import Prepared, prepare
from tritonfleet.pipeline.prepare import load as load_fleet
from tritonfleet.pipeline.require import require
from tritonfleet.pipeline.store import open_store
from tritonfleet.planner.derived import Derived
from tritonfleet.planner.scaling import Given, ScalingPlan, scaling_plan
from tritonfleet.planner.scaling.given import given_for
from tritonfleet.planner.scaling.knative import KnativePlan, knative_plan
from tritonfleet.spec.consistency import scaling, scaling_room, scaling_signals, scaling_written
from tritonfleet.spec.resolve import BASE, ResolvedEnvironment, ResolvedService, resolve_service
from tritonfleet.spec.scaling import Owner, Scaling
from tritonfleet.suggest import require_known
from tritonfleet.words import quantity

Format = Literal["text", "json", "yaml"]


@dataclass(frozen=True)
class Answer:
    """The scaling of a service in one environment, and whether the fleet asks for it."""

    environment: ResolvedEnvironment
    service: ResolvedService
    plan: ScalingPlan
    knative: KnativePlan | None
    asked: bool

    def numbers(self) -> Iterator[tuple[str, Derived[Any]]]:
        """Every derived value by name: for Knative the annotations by theirs."""
        if self.knative is None:
            yield from self.plan.numbers()
            return
        yield from self.knative.settings.items()
        yield "containerConcurrency", self.knative.container_concurrency


def run_scaling(path: Path, service: str, environment: str | None, owner: Owner | None, form: Format) -> int:
    """Print how a service is scaled, or would be by another owner. Exit code 1 when it is not scaled anywhere."""
    with open_store(path) as store:
        file = load_fleet(path, store)
        require_known(service, file.fleet.services, "service")
        require_known(environment, file.fleet.environments, "environment")
        prepared = prepare(file, store)
    print_warnings(prepared.warnings)
    answers = list(_answers(prepared, service, environment, owner))
    if form == "json":
        print(json.dumps({"version": 1, "scaling": [_as_json(each) for each in answers]}, indent=2))  # noqa: T201
    elif form == "yaml":
        _print_yaml(answers)
    else:
        _print_text(answers)
    return int(not answers)


def _answers(prepared: Prepared, name: str, environment: str | None, owner: Owner | None) -> Iterator[Answer]:
    for key, resolved in resolve_service(prepared.file, name).items():
        if key == BASE or environment not in (None, key):
            continue
        stated = resolved.services[name]
        service = _scaled(stated, owner)
        if service is not stated:
            _require_possible(prepared, resolved, service, owner)
        given = given_for(service, resolved, prepared.pools, prepared.file.root)
        plan = scaling_plan(service, resolved, given)
        if plan is not None:
            knative = _knative(plan, service, given)
            yield Answer(resolved, service, plan, knative, asked=service is stated)


def _require_possible(
    prepared: Prepared, environment: ResolvedEnvironment, service: ResolvedService, owner: Owner | None
) -> None:
    """Hold what the fleet does not ask for against the rules about scaling; Knative's owner is shown all the same."""
    if owner != "kpa":
        rules = (*scaling.RULES, *scaling_room.RULES, *scaling_signals.RULES, *scaling_written.RULES)
        broken = (found for rule in rules for found in rule(prepared.file, environment, service))
        print_warnings(require(prepared.file, broken))


def _scaled(service: ResolvedService, owner: Owner | None) -> ResolvedService:
    """The service scaled by this owner, and with the defaults where the fleet does not scale it."""
    stated = service.spec.scaling
    if stated is not None and owner in (None, stated.owner):
        return service
    wanted = stated.model_copy(update={"owner": owner}) if stated else Scaling(owner=owner or "keda")
    return ResolvedService(service.name, service.spec.model_copy(update={"scaling": wanted}), service.models)


def _knative(plan: ScalingPlan, service: ResolvedService, given: Given) -> KnativePlan | None:
    return knative_plan(plan, service, given) if plan.owner == "kpa" else None


def _print_text(answers: list[Answer]) -> None:
    from rich.table import Table

    out = console()
    for answer in answers:
        note = "" if answer.asked else " (not asked for by the fleet)"
        out.print(f"[bold]{answer.environment.name}/{answer.service.name}[/] by {answer.plan.owner}{note}")
        table = Table("number", "value", "because", box=None, pad_edge=False, show_header=False)
        for name, derived in answer.numbers():
            value = f"{derived.value:g}" if isinstance(derived.value, float) else str(derived.value)
            table.add_row(
                f"  {name.replace('_', ' ')}", quantity(value, derived.unit), f"[dim]{derived.reason}[/]"
            )
        out.print(table)
    if not answers:
        out.print("nothing scales it there")


def _print_yaml(answers: list[Answer]) -> None:
    import sys

    from tritonfleet import yamlio
    from tritonfleet.cli.scaling_objects import objects_of

    documents = [yamlio.dump(each).rstrip() + "\n" for answer in answers for each in objects_of(answer)]
    sys.stdout.write("---\n".join(documents))


def _as_json(answer: Answer) -> dict[str, Any]:
    from tritonfleet.cli.scaling_objects import objects_of

    return {
        "environment": answer.environment.name,
        "service": answer.service.name,
        "owner": answer.plan.owner,
        "asked": answer.asked,
        "numbers": {
            name: {"value": derived.value, "unit": derived.unit, "reason": derived.reason}
            for name, derived in answer.numbers()
        },
        "objects": objects_of(answer),
    }
