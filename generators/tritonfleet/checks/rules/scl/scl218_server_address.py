"""SCL218: a trigger asks the cluster's Prometheus."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts, PrometheusFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.scaling import triggers
from tritonfleet.checks.scaling.addresses import differs
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    known = world.facts.prometheus.address if world.facts.prometheus else ""
    for trigger in triggers(world):
        address = trigger.text("serverAddress") if trigger.type == "prometheus" else ""
        if not address:
            continue
        if not known:
            yield Undecided(needs.PROMETHEUS)
        elif differs(address, known):
            path = trigger.at("serverAddress")
            message = f"`{address}` is not the cluster's Prometheus, {known}"
            yield Breach(trigger.owner, path, message, f"use {known}", mend=Mend("set", path, known))


_SCALED = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://ADDRESS:9090
        query: sum(nv_inference_pending_request_count{namespace="prod"})
        threshold: "4"
        ignoreNullValues: "false"
"""

RULE = Rule(
    id="SCL218",
    title="A trigger asks another Prometheus",
    severity=Severity.WARNING,
    why="KEDA logs `no such host` and the HPA has no metric; or another Prometheus answers that does not "
    "scrape these pods, the answer is empty, and empty counts as 0. It happens when a ScaledObject is "
    "copied between clusters.",
    fix="use the address of the cluster's Prometheus",
    sources=("kedacore/keda#6141", "kedacore/keda:pkg/scalers/prometheus_scaler.go"),
    check=check,
    needs=(needs.PROMETHEUS,),
    facts=Facts(prometheus=PrometheusFacts(address="http://prometheus.monitoring.svc:9090")),
    fails=_SCALED.replace("ADDRESS", "prometheus-server.default.svc"),
    passes=_SCALED.replace("ADDRESS", "prometheus.monitoring.svc.cluster.local"),
)
