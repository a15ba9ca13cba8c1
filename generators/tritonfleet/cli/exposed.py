"""What an exporter exposes, from a file, an address or standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tritonfleet.errors import InputError, Location

if TYPE_CHECKING:
    from tritonfleet.metrics.exposition import Family

SECONDS = 10
"""How long an exporter may take to answer."""


def read_exposed(source: str, exporter: str = "") -> tuple[dict[str, Family], str]:
    """The families that are exposed, and whose they are: ``exporter``, or else that of most names.

    Raises InputError for what cannot be read, is no exposition, or is of nobody that the catalogue knows.
    """
    from tritonfleet.metrics.comparison import exporter_of
    from tritonfleet.metrics.exposition import families

    file = "standard input" if source == "-" else source
    exposed = families(_text(source, file), file)
    whose = exporter or exporter_of(exposed)
    if not whose:
        fix = "say whose it is with --exporter, or name another file"
        raise InputError.of("has no metric that the catalogue knows", Location(file), fix)
    return exposed, whose


def _text(source: str, file: str) -> str:
    from tritonfleet.yamlio.reading import read_stream, read_text

    if source == "-":
        return read_stream(sys.stdin.buffer, file)
    return _fetched(source) if "://" in source else read_text(source)


def _fetched(url: str) -> str:
    from urllib.error import URLError
    from urllib.request import urlopen

    from tritonfleet.yamlio.reading import read_stream

    if not url.startswith(("http://", "https://")):
        raise InputError.of("is no address that can be asked", Location(url), "write http://… or https://…")
    try:
        with urlopen(url, timeout=SECONDS) as answer:
            return read_stream(answer, url)
    except (URLError, TimeoutError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise InputError.of(
            f"does not answer: {reason}", Location(url), "ask a path such as /metrics"
        ) from None
