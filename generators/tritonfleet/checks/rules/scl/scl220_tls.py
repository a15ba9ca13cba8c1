"""SCL220: KEDA can trust, and satisfy, a Prometheus behind TLS."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Trigger, triggers
from tritonfleet.checks.scaling.addresses import in_cluster, scheme
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for trigger in triggers(world):
        if trigger.type == "prometheus":
            yield from _trust(trigger)


def _trust(trigger: Trigger) -> Verdicts:
    address, unsafe = trigger.text("serverAddress"), trigger.flag("unsafeSsl", False)
    if unsafe:
        message = "`unsafeSsl` accepts any certificate, so anybody in between can answer"
        if scheme(address) == "http":
            message = "`unsafeSsl` has no effect on an http address"
        fix = "give the CA by a TriggerAuthentication (`ca`), and remove `unsafeSsl`"
        yield Breach(trigger.owner, trigger.at("unsafeSsl"), message, fix, Severity.INFO)
    elif scheme(address) == "https" and in_cluster(address) and "authenticationRef" not in trigger.data:
        message = f"{address} has a certificate of the cluster's own, and no `authenticationRef` gives its CA"
        yield Breach(trigger.owner, trigger.path, message)


_SCALED = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      AUTHENTICATION
      metadata:
        serverAddress: https://thanos-querier.openshift-monitoring.svc:9091
        query: sum(nv_inference_pending_request_count{namespace="prod"})
        threshold: "4"
        ignoreNullValues: "false"
"""

RULE = Rule(
    id="SCL220",
    title="KEDA does not know the certificate of its Prometheus",
    severity=Severity.WARNING,
    why="The scaler reports `certificate signed by unknown authority`, or 401 from a Thanos that wants a "
    "token, and the HPA has no metric. KEDA's operator may be given CAs for all scalers with --ca-dir; "
    "then this is settled there.",
    fix="name a TriggerAuthentication with `ca` and a token, and set `authModes: bearer`, or give KEDA the CA "
    "by --ca-dir",
    sources=("kedacore/keda:pkg/util/certificates.go", "kedacore/keda:pkg/scalers/prometheus_scaler.go"),
    check=check,
    fails=_SCALED.replace("      AUTHENTICATION\n", ""),
    passes=_SCALED.replace("AUTHENTICATION", "authenticationRef: {name: thanos}"),
)
