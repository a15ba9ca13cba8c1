"""The page about GPUs: what is known of each, from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.geometry import (
    Product,
    filters,
    gpu_memory,
    instance_memory,
    layout_text,
    maximal_geometries,
    products,
)
from tritonfleet.geometry.drawing import draw_slots

INTRODUCTION = """\
# GPUs

Generated from `generators/tritonfleet/catalog/gpus` (`make golden`). `tritonfleet gpu show A100-80GB` prints one GPU
with its sources, `tritonfleet gpu fit A100-80GB 3g.40gb 2g.20gb 1g.10gb` says whether instances fit on one together.

A layout is legal when its instances can be placed without overlap. An instance begins at one of a few memory slices,
so sums are not enough: two `3g` leave a seventh of the compute and no memory for it. At most one instance has the
extra media engines (`+me`); beside `+me.all` only `-me` profiles are possible. The names of profiles come from the
GPU's memory, so one name is different slices on different GPUs: `1g.10gb` is the smallest slice of an A100 with 80 GB,
and the one with double memory of an A100 with 40 GB.

Memory is what drivers report, the lowest where they differ; `≥` marks a lower estimate where no report was found.
"""


def gpu_reference() -> str:
    """The page, in Markdown."""
    found = list(products().values())
    with_mig = [product for product in found if product.has_mig]
    parts = [INTRODUCTION, *_overview(found), *_cuts(with_mig)]
    for product in with_mig:
        parts += _section(product)
    return "\n".join(parts).rstrip() + "\n"


def _overview(found: list[Product]) -> Iterator[str]:
    yield "| GPU | Memory, MiB | MIG | `nvidia.com/gpu.product` |\n|---|---|---|---|"
    for product in found:
        labels = ", ".join(
            f"`{label.value}`" + ("" if label.fact.status == "verified" else " (inferred)")
            for label in product.labels
        )
        link = f"[yes](#{product.name.lower()})" if product.has_mig else "no"
        yield f"| {product.name} | {gpu_memory(product)} | {link} | {labels} |"
    yield ""


def _cuts(with_mig: list[Product]) -> Iterator[str]:
    """Each way to cut a GPU once, drawn with the names of the first product that is cut so."""
    yield "## Where instances may lie\n\nIn memory slices. GPUs that are cut alike have the same full layouts."
    drawn: dict[tuple[int, int], Product] = {}
    for product in with_mig:
        if product.placements_known:
            drawn.setdefault((product.compute_slices, product.memory_slices), product)
    for (compute, memory), product in drawn.items():
        full = maximal_geometries(product)
        lines = "\n".join(draw_slots(product))
        yield f"\n### {compute} compute and {memory} memory slices, as {product.name}\n\n```\n{lines}\n```\n"
        yield f"Full layouts ({len(full)}): " + "; ".join(f"`{layout_text(counts)}`" for counts in full) + "."
    yield ""


def _section(product: Product) -> Iterator[str]:
    yield f"## {product.name}\n"
    yield f"Device filters for mig-parted: {', '.join(f'`{each}`' for each in filters(product))}."
    if product.minimum_driver:
        yield f"Oldest driver that cuts it: {product.minimum_driver} ({product.facts['driver'].status})."
    placements = product.facts["placements"]
    yield f"Profiles: {product.facts['profiles'].status}. Placements: {placements.status} ({placements.source})."
    for alias in product.aliases.values():
        yield f"`{alias.name}` is what {alias.note} call `{alias.profile}`."
    yield "\n| Profile | Compute | Memory slices | MiB | At most | Starts at | Resource (strategy mixed) |"
    yield "|---|---|---|---|---|---|---|"
    for name, profile in product.profiles.items():
        memory = instance_memory(product, profile)
        starts = ", ".join(map(str, profile.placements)) or "unknown"
        yield (
            f"| `{name}` | {profile.compute_slices} | {profile.memory_slices or 'unknown'} "
            f"| {memory} | {profile.max_count} | {starts} | `{profile.resource}` |"
        )
    yield ""
