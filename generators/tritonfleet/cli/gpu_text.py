"""What ``tritonfleet gpu`` prints for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tritonfleet.cli.output import console, plain_table
from tritonfleet.geometry import (
    Product,
    filters,
    gpu_memory,
    instance_memory,
    layout_text,
    maximal_geometries,
    place,
    room_for,
)
from tritonfleet.geometry.drawing import draw_instances, draw_slots

if TYPE_CHECKING:
    pass


def print_list(products: Iterable[Product]) -> None:
    """A line a product."""
    table = plain_table("product", "memory", "MIG profiles", "nvidia.com/gpu.product")
    for product in products:
        plain = [name for name, profile in product.profiles.items() if not profile.attributes]
        labels = ", ".join(label.value for label in product.labels)
        table.add_row(product.name, f"{gpu_memory(product)} MiB", " ".join(plain) or "no MIG", labels)
    console().print(table)


def print_details(product: Product) -> None:
    """Everything the catalogue knows of a product."""
    out = console()
    out.print(f"[bold]{product.name}[/] ({product.architecture}), {gpu_memory(product)} MiB")
    if product.has_mig:
        _print_mig(product)
    else:
        out.print("It has no MIG.")
    out.print("\n[bold]Labels[/] (nvidia.com/gpu.product)")
    for label in product.labels:
        out.print(f"  {label.value}  [dim]{label.fact.status}: {label.fact.source}[/]")
    out.print(f"\n[bold]Device filters[/] for mig-parted\n  {', '.join(filters(product))}")
    out.print("\n[bold]Sources[/]")
    for name, fact in product.facts.items():
        out.print(f"  {name.replace('_', ' ')}  [dim]{fact.status}: {fact.source}[/]")


def print_fit(product: Product, counts: Mapping[str, int]) -> None:
    """A legal layout drawn to scale, what it leaves, and what still fits."""
    out = console()
    for name in counts:
        if alias := product.aliases.get(name):
            out.print(f"{name} is what {alias.note} call {alias.profile}")
    if not product.placements_known:
        out.print(
            f"not decided: nothing speaks against it, but the placements of {product.name} are not known"
        )
        return
    placed = place(product, counts) or ()
    compute = product.compute_slices - sum(one.profile.compute_slices for one in placed)
    memory = product.memory_slices - sum(one.size for one in placed)
    out.print(f"fits on {product.name}: {layout_text(counts)}\n")
    out.print("\n".join(draw_instances(product, placed)))
    out.print(f"\nleft: {compute} of {product.compute_slices} compute slices, ", end="")
    out.print(f"{memory} of {product.memory_slices} memory slices")
    out.print(f"still fits, each alone: {layout_text(room_for(product, counts))}")


def _print_mig(product: Product) -> None:
    out = console()
    table = plain_table("profile", "compute", "memory", "", "at most", "starts at", "resource", "driver")
    for name, profile in product.profiles.items():
        table.add_row(
            name,
            f"{profile.compute_slices}/{product.compute_slices}",
            f"{profile.memory_slices}/{product.memory_slices}" if profile.memory_slices else "?",
            f"{instance_memory(product, profile)} MiB",
            str(profile.max_count),
            " ".join(map(str, profile.placements)) or "?",
            profile.resource,
            profile.driver or "",
        )
    out.print(table)
    for alias in product.aliases.values():
        out.print(f"{alias.name} is what {alias.note} call {alias.profile}")
    if not product.placements_known:
        out.print("Its placements are not known: which profiles go together cannot be decided.")
        return
    out.print("\n[bold]Where instances may lie[/], in memory slices")
    out.print("\n".join(f"  {line}" for line in draw_slots(product)))
    full = maximal_geometries(product)
    out.print(f"\n[bold]The {len(full)} full layouts[/] (no other plain instance fits beside)")
    for counts in full:
        out.print(f"  {layout_text(counts)}")
