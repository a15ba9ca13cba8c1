"""Terms of rules, ``$(name)``: what they stand for in one service, from the values of charts/triton.

The chart computes the same in ``templates/_slo.tpl``; a test renders both for many values and compares.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tritonfleet.alerts.burn import policy

Terms = Mapping[str, str]
TERM = re.compile(r"\$\((\w+)\)")
AFTER_START, LONG_AFTER_START = 60, 600
"""Seconds beyond the start-up budget: Triton's metrics answer only after the first load, so ``up`` is 0 till then
(triton-inference-server/server:src/main.cc)."""


def filled(text: str, terms: Terms) -> str:
    """The text with each term replaced by what it stands for. KeyError for a term that there is not."""
    return TERM.sub(lambda match: terms[match[1]], text)


def service_terms(values: Mapping[str, Any], namespace: str, service: str) -> Terms:
    """The terms of one service. ``values`` are the chart's, the defaults included; what is null may be left out."""
    start = int(values["probes"]["startup"]["budgetSeconds"])
    loaded = values["server"]["loadModels"]
    models = {} if loaded.get("*") else {name: True for name, load in loaded.items() if load}
    owner = values["autoscaling"]["owner"]
    return {
        "namespace": namespace,
        "job": service,
        "starting": f"{start + AFTER_START}s",
        "late": f"{start + LONG_AFTER_START}s",
        "models": _pattern(models),
        "models_count": str(len(models)) if models else "",
        "kept": "true" if _least_replicas(values) else "",
        "cached": "true" if values["server"]["cache"].get("size") else "",
        "scaled": "true" if owner in ("keda", "hpa") else "",
        "keda": "true" if owner == "keda" else "",
        "fallback": _fallback(values["autoscaling"]["keda"].get("fallback")),
        **slo_terms(values["slo"]),
    }


def slo_terms(slo: Mapping[str, Any]) -> Terms:
    """The terms of the values below ``slo``."""
    latency, availability = slo.get("latency"), slo.get("availability")
    source = latency["source"] if latency else ""
    entry, ensembles = _pattern(slo["models"]), _pattern(slo["ensembles"])
    return {
        "entry": f'model=~"{entry}",' if entry else "",
        "ensembles": ensembles,
        "once": "" if ensembles else "true",
        "window": slo["window"],
        "within": _milliseconds(latency["withinMilliseconds"]) if latency else "",
        "le": _bucket(latency["withinMilliseconds"]) if latency else "",
        "latency": "true" if latency else "",
        "latency_objective": latency["objective"] if latency else "",
        "histogram": "true" if source == "histogram" else "",
        "mean": "true" if source == "mean" else "",
        "availability": "true" if availability else "",
        "availability_once": "true" if availability and not ensembles else "",
        "availability_twice": "true" if availability and ensembles else "",
        "availability_objective": availability["objective"] if availability else "",
        **_factors("latency", latency if source == "histogram" else None, slo["window"]),
        **_factors("availability", availability, slo["window"]),
    }


def _factors(kind: str, objective: Mapping[str, Any] | None, window: str) -> Terms:
    budget = 1 - Decimal(objective["objective"]) if objective else None
    return {f"{kind}_{row.name}": row.factor(window, budget) if budget else "" for row in policy().rows}


def _least_replicas(values: Mapping[str, Any]) -> int:
    """How many pods there are at least; 0 where nobody can tell."""
    scaling = values["autoscaling"]
    least = values.get("replicas") if scaling["owner"] == "none" else scaling.get("min")
    return int(least or 0)


def _fallback(fallback: Mapping[str, Any] | None) -> str:
    """What KEDA does while it cannot read the triggers."""
    return f"gets {fallback['replicas']} replicas as a fallback" if fallback else "keeps the replicas it has"


def _pattern(models: Mapping[str, bool]) -> str:
    """A pattern of the models that are true."""
    from tritonfleet.queries import entry_models

    return entry_models(name for name, chosen in models.items() if chosen)


def _milliseconds(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _bucket(value: float) -> str:
    """The matcher of a bucket, as ``queries.bucket`` writes it."""
    from tritonfleet.queries import bucket

    return bucket(value)
