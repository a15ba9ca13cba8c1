"""Which part of the catalogue somebody asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tritonfleet.metrics.catalogue import exporters
from tritonfleet.metrics.exposed import exists
from tritonfleet.metrics.types import Metric

_RELEASE = re.compile(r"v?\d+(\.\d+)+(-\d+(\.\d+)*)?")
_OF_TRITON = re.compile(r"\d\d\.(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Asked:
    """An exporter, empty for all; and a release of it, empty for whatever is newest."""

    exporter: str
    release: str


def asked(exporter: str | None, triton: str | None, release: str | None) -> Asked:
    """What ``--exporter``, ``--triton`` and ``--release`` say together. Raises InputError where they cannot."""
    from tritonfleet.errors import InputError
    from tritonfleet.suggest import suggest

    if triton is not None and (release is not None or exporter not in (None, "triton")):
        raise InputError.of("--triton is the release of Triton", fix="leave --exporter and --release out")
    if exporter is not None and exporter not in exporters():
        message = f"the catalogue has no exporter `{exporter}`"
        raise InputError.of(message, fix=suggest(exporter, exporters()))
    if release is not None and exporter is None:
        raise InputError.of("--release needs --exporter", fix="say whose release it is")
    name = "triton" if triton is not None else exporter or ""
    return Asked(name, _checked(triton or release or "", name))


def search_metrics(wanted: Asked, text: str = "") -> list[Metric]:
    """The metrics that are asked for and whose entry says a text, in any case of letters.

    Without a release those that are gone are listed too. Raises InputError where none is left.
    """
    from tritonfleet.errors import InputError

    found = [
        metric
        for exporter in exporters().values()
        if wanted.exporter in ("", exporter.name)
        for metric in exporter.metrics.values()
        if not wanted.release or exists(metric, wanted.release)
        if text.lower() in "\n".join((metric.name, metric.about, *metric.excludes)).lower()
    ]
    if not found:
        raise InputError.of(f"no metric says `{text}`", fix="search for less, or in another exporter")
    return found


def _checked(release: str, exporter: str) -> str:
    from tritonfleet.errors import InputError

    form = _OF_TRITON if exporter == "triton" else _RELEASE
    if release and not form.fullmatch(release):
        example = {"triton": "24.10", "dcgm-exporter": "4.5.3-4.8.2"}.get(exporter, "2.20")
        raise InputError.of(f"`{release}` is no release of {exporter}", fix=f"write one such as {example}")
    return release.removeprefix("v")
