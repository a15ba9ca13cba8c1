"""The server's part of the values: a service's settings as the chart names them."""

from __future__ import annotations

from math import ceil
from typing import Any

from tritonfleet.planner.plan import ServicePlan
from tritonfleet.spec.service import Service
from tritonfleet.spec.units import Memory


def server_values(spec: Service, plan: ServicePlan, config_name: str | None) -> dict[str, Any]:
    """Values below ``server``. ``config_name`` selects ``configs/<name>.pbtxt`` in the models' folders."""
    server = spec.server
    explicit = server.model_control == "explicit"
    age = server.grpc.max_connection_age
    return {
        "modelControl": server.model_control,
        "loadModels": dict.fromkeys(spec.models, True) if explicit else {},
        "strictReadiness": server.strict_readiness,
        "exitOnError": server.exit_on_error,
        "exitTimeoutSeconds": plan.exit_timeout.value,
        "modelConfigName": config_name,
        "modelLoadThreads": server.load_threads,
        "autoCompleteConfig": server.auto_complete_config,
        "http": {"threads": server.http.threads, "maxInputSize": _text(server.http.max_input_size)},
        "grpc": {
            "inferThreads": server.grpc.infer_threads,
            "maxConnectionAgeSeconds": ceil(age.seconds) if age else None,
        },
        # Triton has no GPU series on MIG (triton-inference-server/server#5324) and complains of each attempt.
        "metrics": {"gpu": False} if spec.gpu and spec.gpu.slice else {},
        "cache": {"size": _text(server.response_cache)},
        "rateLimit": {
            "mode": server.rate_limit,
            "resources": {name: {"count": count} for name, count in server.rate_limit_resources.items()},
        },
        "log": {"verbose": server.log_verbose},
        "pinnedMemoryPool": _text(server.pinned_memory_pool),
        "backendConfig": {name: dict(settings) for name, settings in server.backend_config.items()},
        "extraArgs": dict(server.extra_args),
    }


def _text(amount: Memory | None) -> str | None:
    return str(amount) if amount else None
