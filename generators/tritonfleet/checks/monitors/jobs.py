"""What a scrape is called: the label ``job`` that the Prometheus operator gives its series."""

from __future__ import annotations

from tritonfleet.checks.labels import labels_of
from tritonfleet.checks.monitors.labels import relabelings
from tritonfleet.checks.monitors.model import Endpoint, Scrape
from tritonfleet.checks.objects import mapping, value


def job_of(scrape: Scrape) -> str | None:
    """The job of a scrape; None where a relabelling or a scrape class may say another.

    ``jobLabel`` names a label of the Service, or of the pod under a PodMonitor; without it, or where the label is
    missing, the job is the Service's name, or ``namespace/name`` of the PodMonitor
    (prometheus-operator/prometheus-operator:pkg/prometheus/promcfg.go).
    """
    monitor, service = scrape.endpoint.monitor, scrape.service
    if value(monitor.data, "spec", "scrapeClass") or _changes_job(scrape.endpoint):
        return None
    label = value(monitor.data, "spec", "jobLabel")
    labels = (
        scrape.workload.labels
        if service is None
        else labels_of(mapping(service.data, "metadata").get("labels"))
    )
    named = labels.get(label) if isinstance(label, str) else None
    if named:
        return named
    return f"{monitor.namespace}/{monitor.name}" if service is None else service.name


def _changes_job(endpoint: Endpoint) -> bool:
    for step in relabelings(endpoint):
        matches = step.matches
        if step.action == "labelmap" or "$" in str(step.data.get("targetLabel")):
            return True
        if step.data.get("targetLabel") == "job":
            return True
        if step.action in ("labeldrop", "labelkeep") and (
            matches is None or matches("job") == (step.action == "labeldrop")
        ):
            return True
    return False
