"""Pods against what the scaler wants and may have."""

from __future__ import annotations

from tritonfleet.dashboards.asking import ask
from tritonfleet.dashboards.views import Line, Tone, View


def replicas(width: int) -> View:
    """Ready, asked for, wanted, and the bounds."""
    deployment, scaler = ("deployment",), ("horizontalpodautoscaler",)
    asks = (
        ask("up", "{{job}} scraped", ("job",), line=Line.STEPS),
        ask("replicas", "{{deployment}} available", deployment, line=Line.STEPS, tone=Tone.GOOD),
        ask("replicas-asked", "{{deployment}} asked for", deployment, line=Line.STEPS),
        ask("replicas-wanted", "{{horizontalpodautoscaler}} wants", scaler, line=Line.STEPS, tone=Tone.WARN),
        ask("replicas-min", "{{horizontalpodautoscaler}} at least", scaler, line=Line.LIMIT),
        ask("replicas-max", "{{horizontalpodautoscaler}} at most", scaler, line=Line.LIMIT, tone=Tone.BAD),
    )
    return View(
        "Replicas: there, wanted, bounds",
        "Pods that are scraped (Triton's metrics), available and asked for (kube-state-metrics), and what the "
        "HorizontalPodAutoscaler wants within its bounds. Wanted above available for long: no room, or slow to load.",
        asks,
        "short",
        width=width,
        least=0.0,
    )
