"""What a fleet leaves to the plan is in the plan, and the plan is of this fleet."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.spec.consistency.broken import Broken, ServiceRule, written_at
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.plan_file import REMAKE, inputs_digest, plan_path
from tritonfleet.spec.planned import planned_parts
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService


def check_plan(file: FleetFile) -> Iterator[Broken]:
    """There is a plan where one is needed, and it was made from what the fleet says now."""
    parts = list(planned_parts(file.written))
    name = plan_path(file.path).name
    if not parts:
        return
    if file.plan is None:
        yield Broken("FLT030", parts[0], f"this is left to the plan, and there is no {name}", REMAKE)
    elif file.plan.inputs != inputs_digest(file.written, file.root):
        message = f"{name} was made before services or pools changed"
        yield Broken("FLT031", parts[0], message, REMAKE, Severity.WARNING)


def _chosen(file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService) -> Iterator[Broken]:
    gpu = service.spec.gpu
    if gpu is None or environment.is_base or gpu.slice or gpu.share or gpu.count:
        return
    message = f"environment {environment.name}: the plan has no place for service {service.name}"
    yield Broken("FLT030", written_at(environment, service.name, "gpu"), message, REMAKE)


RULES: tuple[ServiceRule, ...] = (_chosen,)
