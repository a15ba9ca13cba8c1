"""SCL226: a trigger's authentication mode and its credentials belong together."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Trigger, triggers
from tritonfleet.checks.scaling.catalogue import catalogue
from tritonfleet.checks.scaling.credentials import authentication, parameters
from tritonfleet.checks.world import World

_MODES = ("authModes", "authMode")


def check(world: World) -> Verdicts:
    for trigger in triggers(world):
        scaler = catalogue().types.get(trigger.type)
        if scaler is not None and "authModes" in scaler.values:
            yield from _credentials(world, trigger)


def _credentials(world: World, trigger: Trigger) -> Verdicts:
    named = "authenticationRef" in trigger.data
    source = authentication(world, trigger)
    given = parameters(source) if source is not None else None if named else frozenset[str]()
    if given is None:
        return
    modes = [mode for key in _MODES for mode in trigger.text(key).replace(" ", "").split(",") if mode]
    for mode in modes:
        for names in catalogue().credentials.get(mode, ()):
            if not given & set(names) and not any(trigger.text(name) for name in names):
                wanted = " or ".join(f"`{name}`" for name in names)
                where = f"{source} gives none" if source is not None else "there is no `authenticationRef`"
                message = f"`authModes: {mode}` needs {wanted}, and {where}"
                yield Breach(
                    trigger.owner, trigger.path, message, f"give {wanted} by a TriggerAuthentication"
                )
    if (
        not modes
        and source is not None
        and trigger.type == "prometheus"
        and given
        and not given & set(_MODES)
    ):
        message = f"without `authModes` nothing that {source} gives is used, not even `ca`"
        fix = 'set `authModes` in the trigger\'s metadata, such as "bearer"'
        yield Breach(trigger.owner, trigger.at("authModes"), message, fix, related=(source,))


_PAIR = """\
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {name: thanos, namespace: prod}
spec:
  secretTargetRef:
    - {parameter: bearerToken, name: thanos, key: token}
    - {parameter: ca, name: thanos, key: ca.crt}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      authenticationRef: {name: thanos}
      metadata:
        serverAddress: https://thanos-querier.openshift-monitoring.svc:9091
        query: sum(nv_inference_pending_request_count{namespace="prod"})
        threshold: "4"
        ignoreNullValues: "false"
        MODES
"""

RULE = Rule(
    id="SCL226",
    title="A trigger's credentials and its authentication mode do not meet",
    severity=Severity.ERROR,
    why="Without `authModes` KEDA uses none of the credentials, and Thanos answers 401, or its "
    "certificate is not trusted. With a mode whose credentials are missing the scaler is not built: "
    "`bearer token is required when bearer auth is enabled`.",
    fix="set `authModes` to what the TriggerAuthentication gives",
    sources=(
        "kedacore/keda:pkg/scalers/authentication/authentication_types.go",
        "kedacore/keda:pkg/scalers/prometheus_scaler.go",
    ),
    check=check,
    fails=_PAIR.replace("        MODES\n", ""),
    passes=_PAIR.replace("MODES", "authModes: bearer"),
)
