"""The queries of rules: those of ``queries/``, with the terms of a rule in place of names and numbers."""

from __future__ import annotations

from tritonfleet.queries import Parameter, Subject, bucket, query, selector
from tritonfleet.queries.building import or_zero

BY_SERVICE = ("namespace", "job")
BY_MODEL = (*BY_SERVICE, "model")
BY_POD = (*BY_SERVICE, "pod")
SERVICE = selector(Subject.SERVICE, "$(namespace)", "$(job)")
ENTRY = "$(entry)"
ENSEMBLES = "$(ensembles)"
_ENTRY_MATCHER = f'model=~"{ENTRY}",'
_STAND_IN = 314159.0
"""A boundary that nobody has: its matcher becomes the term for the objective's."""


def ask(name: str, window: str = "5m", by: tuple[str, ...] = BY_SERVICE, **parameters: Parameter) -> str:
    """A query about the service, of the models whose requests count."""
    text = query(name).expression(SERVICE, window, by, entry=ENTRY, **parameters)
    return text.replace(_ENTRY_MATCHER, ENTRY)


def ask_bucket(name: str, window: str = "5m", by: tuple[str, ...] = BY_SERVICE) -> str:
    """A query about the bucket of the latency objective."""
    return ask(name, window, by, le=_STAND_IN).replace(bucket(_STAND_IN), "$(le)")


def ask_all(name: str, window: str = "5m", by: tuple[str, ...] = BY_SERVICE, **parameters: Parameter) -> str:
    """A query about the service, of every model."""
    return query(name).expression(SERVICE, window, by, entry="", **parameters)


def ask_models() -> str:
    """How many of the models that it should load each pod of the service has; 0 for one that answers and has none."""
    return or_zero(ask_all("models-loaded", by=BY_POD, models="$(models)"), ask_all("up", by=BY_POD))


def ask_autoscaler(name: str, window: str = "5m") -> str:
    """A query about the service's HorizontalPodAutoscaler, made by KEDA or not."""
    autoscaler = selector(Subject.AUTOSCALER, "$(namespace)", "$(job)")
    return query(name).expression(autoscaler, window, ("namespace", "horizontalpodautoscaler"))


def ask_keda(name: str, window: str = "5m") -> str:
    """A query about the service's ScaledObject, whether KEDA's own labels are honoured or not."""
    asked = query(name)
    label = "scaledResource" if asked.subject is Subject.SCALED_RESOURCE else "scaledObject"
    sides = (
        selector(asked.subject, "$(namespace)", "$(job)", honor_labels=honoured) for honoured in (True, False)
    )
    return " or ".join(asked.expression(side, window, ("namespace", label)) for side in sides)


def ask_pods(name: str, window: str = "5m", by: tuple[str, ...] = ("namespace", "pod")) -> str:
    """A query about the service's pods, from kube-state-metrics."""
    return query(name).expression(selector(Subject.PODS, "$(namespace)", "$(job)"), window, by)


def ask_deployment(name: str) -> str:
    """A query about the service's Deployment, from kube-state-metrics; its name becomes ``job``."""
    workload = selector(Subject.WORKLOAD, "$(namespace)", "$(job)")
    asked = query(name).expression(workload, "5m", ("namespace", "deployment"))
    return f'label_replace({asked}, "job", "$1", "deployment", "(.+)")'


def ask_gpus(
    name: str, window: str = "5m", by: tuple[str, ...] = ("hostname", "gpu"), **parameters: Parameter
) -> str:
    """A query about every GPU of the cluster."""
    return query(name).expression("", window, by, entry="", **parameters)
