"""Names of the recorded series, for everything that reads them: alerts, dashboards, gates of a rollout.

All carry ``namespace`` and ``job`` (the service); those of an objective also ``slo``: ``latency`` or ``availability``.
"""

from __future__ import annotations

REQUESTS = "namespace_job:triton_slo_requests:rate5m"
"""Requests a second that the objective is about."""
ERRORS = "namespace_job:triton_slo_errors:rate5m"
"""Those of them that miss it."""
OBJECTIVE = "namespace_job:triton_slo_objective:ratio"
"""The share of requests that has to meet it: 0.99."""
WITHIN = "namespace_job:triton_slo_latency_within:milliseconds"
"""The time of a latency objective, whatever series tells the latency."""
BUDGET_LEFT = "namespace_job:triton_slo_budget_left:ratio"
"""What is left of the error budget over the objective's window: 1 untouched, 0 spent, below 0 overspent."""
LATENCY_MEAN = "namespace_job:triton_latency_milliseconds:mean5m"
QUEUE_MEAN = "namespace_job:triton_queue_milliseconds:mean5m"
MODEL_REQUESTS = "namespace_job_model:triton_requests:rate5m"
MODEL_FAILURES = "namespace_job_model:triton_failures:ratio_rate5m"
MODEL_LATENCY = "namespace_job_model:triton_latency_milliseconds:mean5m"


def error_ratio(window: str) -> str:
    """The share of requests that missed the objective over a window: ``5m``, ``1h``, …"""
    return f"namespace_job:triton_slo_errors:ratio_rate{window}"
