"""Fields of a ClusterPolicy that no longer have an effect, from catalog/cluster_policy.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tritonfleet.paths import catalog_file


@cache
def ignored_fields() -> Mapping[str, str]:
    """Each field, dotted below ``spec``, and what holds instead of it."""
    from tritonfleet import yamlio

    path = catalog_file("cluster_policy.yaml")
    read: Any = yamlio.load(yamlio.read_text(path), "catalog/cluster_policy.yaml")
    fields: Mapping[str, str] = read["ignored"]["fields"]
    return fields
