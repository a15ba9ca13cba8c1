"""Selectors: by which labels each exporter's series are told to belong to a service."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Subject(StrEnum):
    """What the series of a query describe, and so which labels choose them."""

    SERVICE = "service"
    WORKLOAD = "workload"
    PODS = "pods"
    AUTOSCALER = "autoscaler"
    SCALED_OBJECT = "scaled object"
    SCALED_RESOURCE = "scaled resource"
    NAMESPACE = "namespace"
    NODE = "node"
    GPU = "GPU"


_LABELS = {
    Subject.SERVICE: 'job="{0}"',
    Subject.WORKLOAD: 'deployment="{0}"',
    # A Deployment's pods are <name>-<hash>-<five characters>: this leaves out those of <name>-large.
    Subject.PODS: 'pod=~"{0}-[0-9a-z]+-[0-9a-z]{{5}}"',
    Subject.AUTOSCALER: 'horizontalpodautoscaler=~"(keda-hpa-)?{0}"',
    Subject.SCALED_OBJECT: 'scaledObject="{0}"',
    Subject.SCALED_RESOURCE: 'scaledResource="{0}"',
    Subject.GPU: '{exported}pod=~"{0}-[0-9a-z]+-[0-9a-z]{{5}}"',
}
_COLLIDING = frozenset({Subject.GPU, Subject.SCALED_OBJECT, Subject.SCALED_RESOURCE, Subject.NAMESPACE})
"""Whose exporters write a namespace (and a pod) of their own, which the scrape renames unless it honours labels."""


def selector(subject: Subject, namespace: str, service: str, *, honor_labels: bool = True) -> str:
    """The inside of the braces for one service; both names may be a dashboard's variables, or empty for any.

    ``honor_labels=False``: for a dcgm-exporter or a KEDA whose monitor does not honour labels, so that the workload's
    namespace and pod are in ``exported_namespace`` and ``exported_pod``. What only its namespace tells is not told by
    the service, and a node by neither.
    """
    prefix = "" if honor_labels or subject not in _COLLIDING else "exported_"
    matchers = [f'{prefix}namespace="{namespace}"'] if namespace and subject is not Subject.NODE else []
    if service and subject in _LABELS:
        matchers.append(_LABELS[subject].format(service, exported=prefix))
    return ",".join(matchers)


def entry_models(models: Iterable[str]) -> str:
    """A pattern for the label ``model`` that matches exactly these: for ``Query.expression(entry=…)``."""
    return "|".join(model.replace(".", "[.]") for model in sorted(models))
