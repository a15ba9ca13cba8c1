"""``tritonfleet gpu``: the GPUs of the catalogue, and what fits on one."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from tritonfleet.geometry import Product

gpu_app = typer.Typer(
    help="GPUs: what is known of each, and which MIG instances fit on one together.", no_args_is_help=True
)

ProductName = Annotated[
    str,
    typer.Argument(
        metavar="PRODUCT", help="A value of the label nvidia.com/gpu.product, or a short name as A100-80GB."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]

_WANTED = re.compile(r"(?:(?P<times>[1-9]\d*)x)?(?P<name>[^:]+)(?::(?P<count>[1-9]\d*))?", re.ASCII)


@gpu_app.command("list")
def gpu_list(as_json: AsJson = False) -> None:
    """List the GPUs of the catalogue."""
    from tritonfleet.cli import gpu_json, gpu_text
    from tritonfleet.geometry import products

    found = list(products().values())
    if as_json:
        _print_json({"products": [gpu_json.summary(product) for product in found]})
    else:
        gpu_text.print_list(found)


@gpu_app.command("show")
def gpu_show(product: ProductName, as_json: AsJson = False) -> None:
    """Show a GPU: its MIG profiles, where they may lie, their resources, every full layout, and the sources."""
    from tritonfleet.cli import gpu_json, gpu_text

    found = _product(product)
    if as_json:
        _print_json(gpu_json.details(found))
    else:
        gpu_text.print_details(found)


@gpu_app.command("fit")
def gpu_fit(
    product: ProductName,
    instances: Annotated[
        list[str], typer.Argument(metavar="PROFILE...", help="1g.10gb, 1g.10gb:7 or 7x1g.10gb.")
    ],
    as_json: AsJson = False,
) -> None:
    """Say whether MIG instances fit on one GPU together, and what still fits beside them. Exit code 1: they do not."""
    from tritonfleet.cli import gpu_json, gpu_text
    from tritonfleet.geometry import refusal

    found, counts = _product(product), _counts(instances)
    refused = refusal(found, counts)
    if as_json:
        _print_json(gpu_json.fit(found, counts, refused))
    elif refused:
        sys.stdout.write(f"{refused.message}\n{refused.fix}\n")
    else:
        gpu_text.print_fit(found, counts)
    raise typer.Exit(int(refused is not None))


def _product(label: str) -> Product:
    from tritonfleet.errors import InputError
    from tritonfleet.geometry import product, products
    from tritonfleet.suggest import suggest

    found = product(label)
    if found:
        return found
    every = products()
    known = [*every, *(label.value for one in every.values() for label in one.labels)]
    fix = suggest(label, known) or "`tritonfleet gpu list` names those that are known"
    raise InputError.of(f"unknown GPU `{label}`", fix=fix)


def _counts(instances: list[str]) -> dict[str, int]:
    """Instances of each profile; a profile that is named twice counts twice."""
    from tritonfleet.errors import InputError

    counts: dict[str, int] = {}
    for text in instances:
        match = _WANTED.fullmatch(text.strip())
        if not match or (match["times"] and match["count"]):
            raise InputError.of(f"cannot read `{text}`", fix="write 1g.10gb, 1g.10gb:7 or 7x1g.10gb")
        count = int(match["times"] or match["count"] or 1)
        counts[match["name"]] = counts.get(match["name"], 0) + count
    return counts


def _print_json(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps({"version": 1, **value}, indent=2) + "\n")
