"""MON210: a route of Alertmanager leads to a receiver that exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.suggest import suggest


def check(world: World) -> Verdicts:
    for resource in world.index.of_kind("AlertmanagerConfig"):
        known = [str(receiver.get("name")) for _, receiver in items(resource.data, "spec", "receivers")]
        for number, receiver in enumerate(known):
            if receiver in known[:number]:
                at = ("spec", "receivers", number, "name")
                yield Breach(
                    resource, at, f"there are two receivers `{receiver}`", "give each a name of its own"
                )
        for path, route in _routes(("spec", "route"), mapping(resource.data, "spec", "route")):
            name = route.get("receiver")
            if isinstance(name, str) and name and name not in known:
                yield Breach(
                    resource, (*path, "receiver"), f"there is no receiver `{name}`", suggest(name, known)
                )


def _routes(path: Path, route: Mapping[str, Any], deep: int = 0) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    yield path, route
    if deep < 20:
        for number, child in items(route, "routes"):
            yield from _routes((*path, "routes", number), child, deep + 1)


RULE = Rule(
    id="MON210",
    title="A route leads to a receiver that does not exist",
    severity=Severity.ERROR,
    why="The operator rejects the whole AlertmanagerConfig, with a line in its own log and nothing in "
    "the object: alerts of the namespace go to nobody.",
    fix="name a receiver of the same AlertmanagerConfig",
    sources=("prometheus-operator/prometheus-operator:pkg/alertmanager/validation/v1alpha1/validation.go",),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: {name: bert, namespace: prod}
spec:
  route: {receiver: team-npl}
  receivers: [{name: team-nlp, webhookConfigs: [{url: "http://alerts.prod/hook"}]}]
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: {name: bert, namespace: prod}
spec:
  route: {receiver: team-nlp}
  receivers: [{name: team-nlp, webhookConfigs: [{url: "http://alerts.prod/hook"}]}]
""",
)
