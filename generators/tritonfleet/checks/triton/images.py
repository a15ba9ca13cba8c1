"""Which backends NVIDIA's images hold."""

from __future__ import annotations

from functools import cache
from typing import Any

from tritonfleet.checks.triton.options import Release

_PLAIN = "py3"


@cache
def _images() -> dict[str, Any]:
    from tritonfleet import yamlio
    from tritonfleet.paths import catalog_file

    path = catalog_file("triton.yaml")
    read: Any = yamlio.load(yamlio.read_text(path), str(path))
    images: dict[str, Any] = read["images"]
    return images


def backends_known() -> frozenset[str]:
    """The backends of which the catalogue says where they are."""
    return frozenset(_images()["backends"])


def lacks_backend(tag: str, backend: str) -> bool:
    """Whether NVIDIA's image of this tag (``26.07-py3``) is known not to hold a backend."""
    release, (_, _, variant) = Release.of_tag(tag), tag.partition("-")
    only = _images()["only"].get(variant)
    if only is not None:
        return backend not in only["backends"]
    if variant != _PLAIN or release is None:
        return False
    for entry in _images()["lacks"]:
        since, until = (Release.parse(entry[key]) if key in entry else None for key in ("since", "until"))
        if (
            entry["backend"] == backend
            and (since is None or release >= since)
            and (until is None or release < until)
        ):
            return True
    return False
