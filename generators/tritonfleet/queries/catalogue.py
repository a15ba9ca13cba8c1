"""All queries, by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from tritonfleet.queries.cluster import CLUSTER
from tritonfleet.queries.gpu import GPU
from tritonfleet.queries.gpu_health import GPU_HEALTH
from tritonfleet.queries.histogram import HISTOGRAMS
from tritonfleet.queries.keda import KEDA
from tritonfleet.queries.latency import LATENCY
from tritonfleet.queries.load import LOAD
from tritonfleet.queries.model_server import MODEL_SERVER
from tritonfleet.queries.requests import REQUESTS
from tritonfleet.queries.server import SERVER
from tritonfleet.queries.types import Query

GROUPS = (
    ("Requests", REQUESTS),
    ("Latency", (*LATENCY, *HISTOGRAMS)),
    ("Load", LOAD),
    ("Servers and models", SERVER),
    ("GPUs", GPU),
    ("Health of GPUs", GPU_HEALTH),
    ("Replicas, pods and nodes", CLUSTER),
    ("Scalers", KEDA),
    ("Before Triton in KServe", MODEL_SERVER),
)
"""All queries by what they are about, in the order of the documentation."""


@cache
def queries() -> Mapping[str, Query]:
    """Every query by its name."""
    return MappingProxyType({each.name: each for _, found in GROUPS for each in found})


def query(name: str) -> Query:
    """The query of this name. Raises InputError, with the name that was probably meant."""
    found = queries().get(name)
    if found is None:
        from tritonfleet.errors import InputError
        from tritonfleet.suggest import suggest

        raise InputError.of(
            f"no query `{name}`", fix=suggest(name, queries()) or "`tritonfleet queries list`"
        )
    return found
