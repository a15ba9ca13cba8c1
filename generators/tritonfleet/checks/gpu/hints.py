"""Names that people meant: resources, labels and profiles of NVIDIA's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from tritonfleet.paths import catalog_file

_PROFILE = re.compile(r"\d{1,2}g\.\d+gb([.+-](me|gfx|me\.all))?")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``did you mean `…`?`` for a near miss, else nothing."""
    from tritonfleet.suggest import suggest

    hint = suggest(name, known)
    return hint if hint.startswith("did you mean") else ""


def nearest(name: str, known: Iterable[str], alike: float = 0.88) -> str:
    """The known name that this is hardly anything but: a letter or two of many differ; else nothing."""
    import difflib

    near = difflib.get_close_matches(name, list(known), n=1, cutoff=alike)
    return near[0] if near else ""


def slip_of(name: str, known: Iterable[str]) -> str:
    """``did you mean `…`?`` for ``nearest``, where a name that is less alike may well be right."""
    found = nearest(name, known)
    return f"did you mean `{found}`?" if found else ""


def listed(names: Iterable[Any]) -> str:
    """Names, each once and in order, as a person lists them; ``none`` without any."""
    return ", ".join(dict.fromkeys(map(str, names))) or "none"


@cache
def mig_resources() -> Collection[str]:
    """The resource of every MIG profile of every product under strategy mixed, its name on other drivers too."""
    from tritonfleet import geometry

    found = {
        geometry.resource_name(name): None
        for product in geometry.products().values()
        for name in (*product.profiles, *product.aliases)
    }
    return found.keys()


def profile_of(resource: str) -> str:
    """What stands behind ``nvidia.com/mig-`` in a resource's name, without ``.shared``; "" for another resource."""
    prefix, _, profile = resource.partition("nvidia.com/mig-")
    return "" if prefix else profile.removesuffix(".shared")


def looks_like_profile(name: str) -> bool:
    """Whether a name that the catalogue does not have may be a profile of a newer product, by how it is written."""
    return _PROFILE.fullmatch(name) is not None


@cache
def gpu_label_keys() -> Collection[str]:
    """Every label of a node that NVIDIA's programs know, but those of MIG resources."""
    from tritonfleet import yamlio

    path = catalog_file("gpu_labels.yaml")
    read: Any = yamlio.load(yamlio.read_text(path), "catalog/gpu_labels.yaml")
    discovery, operator = read["discovery"], read["operator"]
    own = [f"nvidia.com/gpu.{name}" for name in discovery["of_a_resource"]]
    return frozenset((*discovery["keys"], *own, *operator["keys"]))
