"""SCL219: a trigger measures the workload that it scales."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tritonfleet.checks import patterns
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Workload
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import target_workload
from tritonfleet.checks.services import workloads_of
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.checks.promql import Matcher, Selector
    from tritonfleet.checks.scaling.signals import Signal


def check(world: World) -> Verdicts:
    from tritonfleet.checks.scaling.signals import signals

    for signal in signals(world):
        workload = target_workload(world, signal.scaled.target) if signal.of_servers else None
        if workload is not None:
            yield from _matchers(world, signal, workload)


def _matchers(world: World, signal: Signal, workload: Workload) -> Verdicts:
    """Labels that Prometheus gives to a pod's series, against the pods' own; nothing where a relabelling may rename."""
    resource = workload.resource
    yield from _service(world, signal, workload)
    expected: dict[str, str] = {"pod": f"{resource.name}-"}
    if resource.namespace:
        expected["namespace"] = resource.namespace
    for selector in signal.selectors:
        for matcher in selector.matchers:
            wanted = expected.get(matcher.label)
            if wanted and not _can_match(matcher, wanted):
                message = (
                    f'`{matcher.label}{matcher.operator}"{matcher.value}"` leaves out the pods of {resource}'
                )
                fix = f"match `{matcher.label}` with the pods of {resource.kind} `{resource.name}`"
                if matcher.label == "namespace":
                    fix = f'write `namespace="{resource.namespace}"`'
                yield signal.query.breach(message, fix, at=matcher.label, related=(resource,))
                return


def _service(world: World, signal: Signal, workload: Workload) -> Verdicts:
    """A Service that leads elsewhere, or none, where several servers answer and are added up."""
    for selector in signal.selectors:
        matcher = selector.matcher("service")
        named = matcher.literal if matcher else None
        service = world.index.get("Service", workload.resource.namespace, named or "")
        if service is not None and workload not in workloads_of(world, service):
            message = (
                f'`service="{named}"` is {service}, which does not lead to the pods of {workload.resource}'
            )
            yield signal.query.breach(message, at="service", related=(service, workload.resource))
        elif found := _others(world, signal, selector, workload):
            yield found
            return


def _others(world: World, signal: Signal, selector: Selector, workload: Workload) -> Breach | None:
    """Servers besides the scaled one, or instead of it, that answer a selector which names no pod and no model."""
    from tritonfleet.checks.monitors import answering, monitored_servers

    found = {id(each.server.workload): each.server.resource for each in answering(world, selector)}
    others = [resource for maker, resource in found.items() if maker != id(workload)]
    job = selector.matcher("job")
    if others and id(workload) not in found and job is not None and job.literal:
        if all(each.server.workload is not workload for each in monitored_servers(world)):
            return None
        message = f'`job="{job.literal}"` is {others[0]}'
        return signal.query.breach(message, at="job", related=(workload.resource, others[0]))
    named = {one.label for one in selector.matchers}
    if id(workload) not in found or not others or not named <= {"namespace", "job"}:
        return None
    message = f"it measures {others[0]} too" + (f" and {len(others) - 1} more" if others[1:] else "")
    fix = "match the job, the Service or the model of the workload that is scaled"
    return signal.query.breach(message, fix, related=(workload.resource, others[0]))


def _can_match(matcher: Matcher, wanted: str) -> bool:
    """Whether the matcher lets such a value pass; a pod's name is known by its beginning only."""
    from tritonfleet.checks.promql.syntax import VARIABLE

    whole = not wanted.endswith("-")
    if VARIABLE.search(matcher.value) or matcher.operator in ("!=", "!~"):
        return True
    if matcher.operator == "=":
        return matcher.value == wanted if whole else matcher.value.startswith(wanted)
    if matcher.value.startswith(wanted):
        return True
    matches = patterns.matcher(matcher.value)
    return matches is None or any(matches(value) for value in ([wanted] if whole else _pods(wanted)))


def _pods(start: str) -> list[str]:
    """Names as Deployments, StatefulSets and ReplicaSets give them to pods."""
    return [f"{start}5d4f7c9b8d-x7k2p", f"{start}0", f"{start}x7k2p", f"{start}7c9b8d-x7k2p"]


_PAIR = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "registry.example.com/bert:1.4"}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: sum(nv_inference_pending_request_count{namespace="NAMESPACE", pod=~"bert-.*"})
        threshold: "4"
        ignoreNullValues: "false"
"""

RULE = Rule(
    id="SCL219",
    title="A trigger measures another workload than the one it scales",
    severity=Severity.WARNING,
    why="The workload follows somebody else's load, such as that of staging, or the query matches nothing, "
    "which counts as 0: it stays at its minimum while its own queue grows. It comes with a copied ScaledObject.",
    fix="match the namespace and the pods of the workload",
    sources=("kedacore/keda#7538", "llm-d/llm-d#2492"),
    check=check,
    fails=_PAIR.replace("NAMESPACE", "staging"),
    passes=_PAIR.replace("NAMESPACE", "prod"),
)
