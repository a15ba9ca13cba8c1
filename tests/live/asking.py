"""Queries about the live service, as the places that use them ask."""

from __future__ import annotations

from live.fleet import NAMESPACE, SERVICE
from live.recording import OWN, Recording
from support.prometheus import Prometheus
from tritonfleet.queries import Query, selector

JOBS = {"kserve": "kserve", "knative": "knative"}
"""Exporters whose targets are no pods of the service."""


def selector_of(query: Query) -> str:
    """What chooses the live service's series. KEDA's monitor does not honour labels, ours of dcgm-exporter does."""
    service = JOBS.get(query.exporter, SERVICE)
    return selector(query.subject, NAMESPACE, service, honor_labels=query.exporter != "keda")


def bounds(prometheus: Prometheus, recording: Recording, model: str) -> list[float]:
    """The bounds of a model's histogram."""
    match = f'nv_inference_first_response_histogram_ms_bucket{{{OWN},model="{model}"}}'
    return sorted(
        {float(labels["le"]) for labels in prometheus.series(match, recording.idle, recording.loaded)}
    )
