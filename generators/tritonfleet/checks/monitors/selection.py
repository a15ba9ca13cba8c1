"""Whether Prometheus takes notice of an object: by its labels, and by the namespace it lies in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.labels import labels_of, selects, shown
from tritonfleet.checks.objects import Resource, mapping, value
from tritonfleet.checks.world import World

_FIELDS = {"ServiceMonitor": "serviceMonitor", "PodMonitor": "podMonitor", "PrometheusRule": "rule"}
MONITORS = ("ServiceMonitor", "PodMonitor")
PROMETHEUS_NAMESPACE = "the namespace of Prometheus (--fleet with --env, or the Prometheus object)"


@dataclass(frozen=True, slots=True)
class Selection:
    """What decided: the Prometheus object if one did, whether it selects, and what it asks for, for people."""

    prometheus: Resource | None
    selected: bool
    wanted: str


def by_labels(world: World, resource: Resource) -> Selection | None:
    """Whether some Prometheus selects the object by its labels; None when no Prometheus is known."""
    field = f"{_FIELDS[resource.kind]}Selector"
    found = [_selection(prometheus, field, resource.labels) for prometheus in _prometheuses(world)]
    if found:
        return next((each for each in found if each.selected), found[0])
    facts = world.facts.prometheus
    wanted = (
        None
        if facts is None
        else facts.rule_labels
        if resource.kind == "PrometheusRule"
        else facts.monitor_labels
    )
    if wanted is None:
        return None
    return Selection(None, wanted.items() <= resource.labels.items(), shown(wanted))


def _selection(prometheus: Resource, field: str, labels: Mapping[str, str]) -> Selection:
    selector = value(prometheus.data, "spec", field)
    if not isinstance(selector, dict):
        return Selection(prometheus, False, f"nothing, since `{field}` is null")
    wanted = shown(labels_of(selector.get("matchLabels"))) or "its expressions"
    return Selection(prometheus, selects(selector, labels), wanted)


def by_namespace(world: World, resource: Resource) -> Selection | None:
    """Whether some Prometheus looks into the object's namespace; None when that is not known."""
    if not resource.namespace:
        return None
    field = f"{_FIELDS[resource.kind]}NamespaceSelector"
    found = [_looks_into(world, prometheus, field, resource.namespace) for prometheus in _prometheuses(world)]
    known = [each for each in found if each is not None]
    if not known or len(known) < len(found):
        return None
    return next((each for each in known if each.selected), known[0])


def _looks_into(world: World, prometheus: Resource, field: str, namespace: str) -> Selection | None:
    selector: Any = value(prometheus.data, "spec", field)
    if not isinstance(selector, dict):
        return Selection(
            prometheus, namespace == prometheus.namespace, f"namespace {prometheus.namespace} only"
        )
    if not selector:
        return Selection(prometheus, True, "all namespaces")
    labels = {"kubernetes.io/metadata.name": namespace}
    own = world.index.get("Namespace", "", namespace)
    if own is not None:
        labels |= own.labels
    matches = selects(selector, labels)
    if own is None and not matches and set(mapping(selector, "matchLabels")) - set(labels):
        return None
    wanted = shown(labels_of(selector.get("matchLabels"))) or "its expressions"
    return Selection(prometheus, matches, f"namespaces with {wanted}")


def _prometheuses(world: World) -> list[Resource]:
    found = world.index.of_kind("Prometheus", "PrometheusAgent")
    return [each for each in found if each.group == "monitoring.coreos.com"]
