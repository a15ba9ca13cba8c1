"""Kubernetes' own definitions, each with what it refers to in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vendoring.closing import KEPT, Schema, as_list, spelled_out
from vendoring.enumerations import Enumerations

_META = "io.k8s.apimachinery.pkg.apis.meta.v1."
_TIMES = frozenset({_META + "Time", _META + "MicroTime"})
RFC3339 = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})$"
"""Source: kubernetes/apimachinery:pkg/apis/meta/v1/time.go"""


class Definitions:
    """The definitions of one Kubernetes version. They are closed already."""

    def __init__(self, definitions: Mapping[str, Schema], enumerations: Enumerations) -> None:
        self._definitions, self._enumerations = definitions, enumerations

    def metadata(self) -> Schema:
        """That of every object."""
        return self._definition(_META + "ObjectMeta", ())

    def kinds(self) -> Iterator[tuple[str, str, Schema]]:
        """apiVersion, kind and schema of everything that can be applied: what has the metadata of an object."""
        for name, definition in self._definitions.items():
            metadata = definition.get("properties", {}).get("metadata", {})
            if metadata.get("$ref", "").endswith(".ObjectMeta"):
                for gvk in definition.get("x-kubernetes-group-version-kind", ()):
                    api_version = f"{gvk['group']}/{gvk['version']}".removeprefix("/")
                    yield api_version, gvk["kind"], self._definition(name, ())

    def _definition(self, name: str, inside: tuple[str, ...]) -> Schema:
        if name in inside:
            # Schemas inside a CustomResourceDefinition hold schemas; one level is looked at.
            return {"type": ["object", "null"]}
        whole = self._inlined(self._definitions[name], (*inside, name))
        for field, values in self._enumerations.of(name).items():
            _enumerate(whole["properties"][field], values)
        if name in _TIMES:
            whole["pattern"] = RFC3339
        return whole

    def _inlined(self, schema: Schema, inside: tuple[str, ...]) -> Schema:
        if "$ref" in schema:
            return self._definition(schema["$ref"].rsplit("/", 1)[1], inside)
        types = {one for branch in schema.get("oneOf", ()) for one in as_list(branch.get("type", ()))}
        if types >= {"string", "null"}:
            # A quantity or an int-or-string. Its branches overlap in null, which oneOf would refuse.
            return {"type": sorted(types)}
        result: Schema = {}
        for key, value in schema.items():
            if key == "properties":
                result[key] = {name: self._inlined(each, inside) for name, each in value.items()}
            elif key in {"items", "additionalProperties"} and isinstance(value, dict):
                result[key] = self._inlined(value, inside)
            elif key in KEPT:
                result[key] = value
        spelled_out(result)
        return result


def _enumerate(field: Schema, values: list[str]) -> None:
    """Say which values a field may have. Empty text is the same as no value, which a default then replaces."""
    each: Any = field.get("items", field)
    nothing = [None] if "null" in as_list(each["type"]) else []
    each["enum"] = [*dict.fromkeys(["", *values]), *nothing]
