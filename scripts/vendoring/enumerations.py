"""Which values Kubernetes' own enumerations have: the published OpenAPI leaves them out, the Go types mark them.

Sources: kubernetes/website#52615 (the published file has none), kubernetes/kubernetes#108639 (only types whose values
the API server validates are marked).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from vendoring.sources import Archive

Fields = Mapping[str, list[str]]
"""Field in JSON → the values that it, or each item of it, may have."""

_ENUM = re.compile(r"^// \+enum\n(?://.*\n)*type (\w+) string\b", re.MULTILINE)
_STRUCT = re.compile(r"^type (\w+) struct \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r'^\t\w+\s+(?:\[\]|\*)*(?:(\w+)\.)?(\w+)\s+`json:"(\w+)', re.MULTILINE)
_IMPORT = re.compile(r'^\t(\w+)? ?"k8s\.io/api/([\w/]+)"', re.MULTILINE)
_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
_PREFIX = "io.k8s.api."


class Enumerations:
    """The enumerated fields of one version of k8s.io/api."""

    def __init__(self, api: Archive) -> None:
        self._api = api
        self._package = cache(self._read)

    def of(self, definition: str) -> Fields:
        """The enumerated fields of an OpenAPI definition, such as ``io.k8s.api.core.v1.Container``."""
        if not definition.startswith(_PREFIX):
            return {}
        group, version, name = definition.removeprefix(_PREFIX).split(".")
        _, structs = self._package(f"{group}/{version}")
        return structs.get(name, {})

    def _read(self, package: str) -> tuple[Fields, Mapping[str, Fields]]:
        """The values of each enumeration of a package, and the enumerated fields of its types."""
        text = self._text(package)
        code = _COMMENT.sub("", text)
        own: Fields = {name: _values(name, code) for name in _ENUM.findall(text)}
        imports = {alias or path.rpartition("/")[2]: path for alias, path in _IMPORT.findall(text)}

        def values(alias: str, name: str) -> list[str]:
            if not alias:
                return own.get(name, [])
            path = imports.get(alias)
            return self._package(path)[0].get(name, []) if path else []

        structs: dict[str, Fields] = {n: dict(_fields(body, values)) for n, body in _STRUCT.findall(text)}
        return own, structs

    def _text(self, package: str) -> str:
        try:
            return self._api.read(f"{package}/types.go").decode()
        except KeyError:
            return ""


def _values(enumeration: str, code: str) -> list[str]:
    typed = re.findall(rf'^\t?(?:const )?\w+\s+{enumeration}\s*=\s*"([^"]*)"', code, re.MULTILINE)
    return typed or re.findall(rf'=\s*{enumeration}\("([^"]*)"\)', code)


def _fields(body: str, values: Callable[[str, str], list[str]]) -> Iterator[tuple[str, list[str]]]:
    for alias, name, field in _FIELD.findall(body):
        if found := values(alias, name):
            yield field, found
