"""K8S100: an annotation that suppresses findings says which rule, and why."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.suppression import PREFIX, suppressions
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for resource in world.index.resources:
        for rule, reason in suppressions(resource):
            path = ("metadata", "annotations", f"{PREFIX}{rule}")
            if not _known(rule):
                from tritonfleet.checks.registry import modules
                from tritonfleet.suggest import suggest

                hint = suggest(rule, list(modules()))
                yield Breach(resource, path, f"no rule is called `{rule}`", hint or "see `tritonfleet rules`")
            elif not reason:
                yield Breach(resource, path, f"there is no reason to ignore {rule}, so it is not ignored")


def _known(prefix: str) -> bool:
    from tritonfleet.checks.registry import known

    return bool(prefix) and known(prefix)


RULE = Rule(
    id="K8S100",
    title="A suppression names no rule, or gives no reason",
    severity=Severity.WARNING,
    why="It suppresses nothing: the finding that was meant stays, or somebody believes a check is switched off that "
    "never was. Without a reason nobody can tell later whether it still holds.",
    fix="write `ignore.tritonfleet.dev/<rule>: <the reason>`",
    sources=("tritonfleet:docs/checking.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata:
  name: bert
  namespace: prod
  annotations: {ignore.tritonfleet.dev/K8S009: ""}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata:
  name: bert
  namespace: prod
  annotations: {ignore.tritonfleet.dev/K8S009: read by a sidecar that makes the key itself}
""",
)
