"""Scaling: a gateway's query is one that Prometheus answers with a number, also while the service has no pod."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.spec.consistency.broken import Broken, ServiceRule, written_at
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService

OWN_METRICS = "nv_"
"""What the names of Triton's metrics begin with."""
EXAMPLE = 'expected one number, such as sum(rate(istio_requests_total{destination_workload="NAME"}[1m]))'


def _query(file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService) -> Iterator[Broken]:
    scaling = service.spec.scaling
    if scaling is None or scaling.gateway is None or scaling.gateway.query is None:
        return
    problem = _problem(scaling.gateway.query, sleeps=scaling.min == 0)
    if problem:
        path = written_at(environment, service.name, "scaling", "gateway", "query")
        yield Broken(
            "FLT080", path, f"service {service.name}: scaling.gateway.query {problem[0]}", problem[1]
        )


def _problem(query: str, *, sleeps: bool) -> tuple[str, str] | None:
    """What is wrong with a query, and the mend. ``sleeps``: whether it has to wake a service without a pod."""
    from tritonfleet.checks.promql import Selector, Subquery, Text, parse

    parsed = parse(query)
    if parsed.problem:
        return f"is not PromQL: {parsed.problem}", EXAMPLE
    answer = parsed.expression
    if isinstance(answer, Text):
        return "is a text", EXAMPLE
    if isinstance(answer, Subquery) or (isinstance(answer, Selector) and answer.ranged):
        return "gives many values over time", "put `sum(rate(…))` around it"
    own = any((use.selector.metric or "").startswith(OWN_METRICS) for use in parsed.uses)
    if sleeps and own:
        message = "reads what the service's own pods write, and with scaling.min 0 there may be none"
        return message, "count where requests arrive: at the gateway, the ingress or a queue"
    return None


RULES: tuple[ServiceRule, ...] = (_query,)
