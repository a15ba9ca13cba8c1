"""Addresses of Prometheus, which are written in several ways."""

from __future__ import annotations

from urllib.parse import urlsplit

_CLUSTER = (".cluster.local", ".svc")
_PORTS = {"http": 80, "https": 443}


def differs(one: str, other: str) -> bool:
    """Whether two URLs lead to different hosts or ports; a Service may be named in short or in full."""
    return _place(one) != _place(other)


def in_cluster(url: str) -> bool:
    """Whether a URL leads to a Service of the cluster."""
    host = _parts(url)[1].rstrip(".")
    return host.endswith(_CLUSTER)


def scheme(url: str) -> str:
    """``http``, ``https``, or nothing."""
    return _parts(url)[0]


def _place(url: str) -> tuple[str, int | None]:
    scheme, host, port = _parts(url)
    host = host.rstrip(".")
    for suffix in _CLUSTER:
        host = host.removesuffix(suffix)
    return host, port or _PORTS.get(scheme)


def _parts(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        return "", url, None
