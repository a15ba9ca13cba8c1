"""Small fleets for tests: a valid one to start from, and a way to change it."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from tritonfleet import yamlio
from tritonfleet.spec.load import FleetFile, parse_fleet

SMALL: dict[str, Any] = {
    "apiVersion": "tritonfleet.dev/v1alpha1",
    "kind": "Fleet",
    "metadata": {"name": "small"},
    "models": {
        "classifier": {
            "backend": "onnxruntime",
            "maxBatchSize": 16,
            "inputs": {"input": {"dataType": "FP32", "dims": [4]}},
            "outputs": {"output": {"dataType": "FP32", "dims": [2]}},
            "instanceGroups": {"gpu": {"kind": "GPU", "count": 1}},
            "dynamicBatching": {"preferredBatchSizes": [4, 8], "maxQueueDelay": "5ms"},
            "load": {"time": "20s"},
        }
    },
    "services": {
        "vision": {
            "models": ["classifier"],
            "repository": {"s3": {"bucket": "my-models", "prefix": "vision", "region": "eu-central-1"}},
            "replicas": 2,
            "gpu": {"count": 1},
            "resources": {"requests": {"cpu": "2", "memory": "4Gi"}, "limits": {"memory": "6Gi"}},
        }
    },
    "clusters": {
        "main": {
            "kubernetes": "1.36",
            "pools": {"gpu": {"nodes": 1, "gpu": {"product": "NVIDIA-L40S", "perNode": 4}}},
        }
    },
    "environments": {"prod": {"cluster": "main", "namespace": "triton-prod"}},
}


def small(**changes: Any) -> dict[str, Any]:
    """The small fleet with changes: ``services__vision__replicas=3`` sets that value, None removes the key."""
    fleet = copy.deepcopy(SMALL)
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = fleet
        for parent in parents:
            place = place.setdefault(parent, {})
        if value is None:
            place.pop(last, None)
        else:
            place[last] = value
    return fleet


def parsed(fleet: dict[str, Any], root: Path = Path("/nowhere")) -> FleetFile:
    """The fleet as if read from ``root/fleet.yaml``."""
    return parse_fleet(yamlio.dump(fleet), root / "fleet.yaml")
