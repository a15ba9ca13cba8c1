"""Cases of the alerts on a service's scaler."""

from __future__ import annotations

from promtool_cases import Case
from traffic import MINUTES, counter, level

HOUR = 60 * MINUTES
OF_HPA = 'namespace="prod",horizontalpodautoscaler="keda-hpa-vision"'
HONOURED = 'namespace="prod",scaledObject="vision"'
RENAMED = 'namespace="keda",exported_namespace="prod",scaledObject="vision"'
OTHER = 'namespace="keda",exported_namespace="staging",scaledObject="vision"'


def replicas(wanted: int, most: int = 4, least: int = 1) -> dict[str, str]:
    return {
        f"kube_horizontalpodautoscaler_status_desired_replicas{{{OF_HPA}}}": level(wanted, 2 * HOUR),
        f"kube_horizontalpodautoscaler_spec_max_replicas{{{OF_HPA}}}": level(most, 2 * HOUR),
        f"kube_horizontalpodautoscaler_spec_min_replicas{{{OF_HPA}}}": level(least, 2 * HOUR),
    }


def errors(of: str, gain: float = 1, metric: str = "keda_scaler_detail_errors_total") -> dict[str, str]:
    return {f"{metric}{{{of}}}": counter((HOUR, gain))}


def empty(of: str, gain: float) -> dict[str, str]:
    return errors(
        of.replace("scaledObject", "scaledResource"), gain, "keda_scaler_empty_upstream_responses_total"
    )


def paused(of: str, value: int) -> dict[str, str]:
    return {f"keda_scaled_object_paused{{{of}}}": level(value, 3 * HOUR)}


CASES = [
    Case("TritonScalerAtMaximum", "four of four", replicas(4), "40m", 1),
    Case("TritonScalerAtMaximum", "three of four", replicas(3), "40m", 0),
    Case("TritonScalerAtMaximum", "it may have no other number", replicas(2, 2, 2), "40m", 0),
    Case("TritonScalerFailing", "every reading", errors(HONOURED), "30m", 1),
    Case("TritonScalerFailing", "its labels were renamed by the scrape", errors(RENAMED), "30m", 1),
    Case("TritonScalerFailing", "that of another namespace", errors(OTHER), "30m", 0),
    Case("TritonScalerFailing", "none", errors(HONOURED, 0), "30m", 0),
    Case("TritonScalerEmpty", "every answer", empty(RENAMED, 1), "30m", 1),
    Case("TritonScalerEmpty", "none", empty(RENAMED, 0), "30m", 0),
    Case("TritonScalerPaused", "for two hours", paused(RENAMED, 1), "2h", 1),
    Case("TritonScalerPaused", "not", paused(RENAMED, 0), "2h", 0),
]
