"""Prices: the plan compares what the pools of a cluster cost, so they must be comparable."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.consistency.broken import Broken
from tritonfleet.spec.load import Key


def check_prices(path: Key, cluster: Cluster) -> Iterator[Broken]:
    """All GPU pools of a cluster have a price, in one currency, or none has; ``path`` is where pools are written."""
    prices = {name: pool.price for name, pool in cluster.pools.items() if pool.gpu}
    stated = {name: price for name, price in prices.items() if price}
    currency = next((price.currency for price in stated.values()), "")
    for name, price in stated.items():
        if price.currency != currency:
            message = f"the plan compares prices, and other pools of this cluster have theirs in {currency}"
            yield Broken("FLT036", (*path, name, "price"), message, f"convert it to {currency}")
    for name in prices if stated else ():
        if name not in stated:
            message = (
                f"pools of this cluster have prices, and {name} has none: a GPU of it counts as 1 {currency}"
            )
            fix = "give it `price: {perGpuHour: …}`; 0 is one"
            yield Broken("FLT036", (*path, name), message, fix, Severity.WARNING)
