"""What the scalers of an environment need once: values of charts/triton-platform for its namespace."""

from __future__ import annotations

from typing import Any

from tritonfleet.spec.cluster import Cluster

Values = dict[str, Any]

_PARAMETERS = {"bearer": "bearerToken", "username": "username", "password": "password", "ca": "ca"}
"""What the fleet calls a credential → what KEDA does.

Source: kedacore/keda:pkg/scalers/authentication/authentication_types.go.
"""


def authenticates(cluster: Cluster | None) -> bool:
    """Whether KEDA proves itself to this cluster's Prometheus. Triggers refer to ``scaling_values.AUTHENTICATION``."""
    return bool(cluster and cluster.keda and cluster.prometheus and cluster.prometheus.authentication)


def platform_monitoring_values(cluster: Cluster | None) -> Values:
    """Values beside those of the namespace; empty where nobody has to prove anything. The base has no cluster."""
    if cluster is None or cluster.prometheus is None or not authenticates(cluster):
        return {}
    given = cluster.prometheus.authentication
    references = {
        parameter: {"name": reference.secret, "key": reference.key}
        for name, parameter in _PARAMETERS.items()
        if (reference := getattr(given, name)) is not None
    }
    return {"triggerAuthentication": references}
