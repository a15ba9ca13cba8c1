"""A Helm chart as its files say, and its values merged and checked as Helm does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tritonfleet.errors import InputError, Location, Problem
from tritonfleet.paths import data_dir
from tritonfleet.render.violations import dotted, violations
from tritonfleet.yamlio import load_kubernetes, read_text

if TYPE_CHECKING:
    from jsonschema_rs import Validator

Values = dict[str, Any]

_RELEASE_NAME = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_RELEASE_NAME_LIMIT = 53


@dataclass(frozen=True)
class Release:
    """One installation of a chart: what ``helm install NAME CHART -n NAMESPACE -f VALUES`` says.

    ``chart`` is the name of a chart of ours, or the folder of any chart.
    """

    chart: str | Path
    name: str
    namespace: str
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Prepared:
    """A release and the values its templates see: the chart's defaults with the release's values on top."""

    release: Release
    values: Values


@dataclass(frozen=True)
class Chart:
    """A chart's folder and what its files say; an absent file is None.

    ``metadata`` is the text of Chart.yaml, ``values`` that of values.yaml, ``values_schema`` that of
    values.schema.json.
    """

    folder: Path
    metadata: str
    values: str | None
    values_schema: str | None

    @classmethod
    def of(cls, name: str | Path) -> Chart:
        """The chart of this name or folder; InputError when there is none.

        The same chart for the same content, so that it is understood, and its schema compiled, once.
        """
        folder = name if isinstance(name, Path) else data_dir("charts") / name
        files = ("Chart.yaml", "values.yaml", "values.schema.json")
        metadata, values, schema = (_text(folder / file) for file in files)
        if metadata is None:
            raise InputError.of("is no Helm chart: it has no Chart.yaml", Location(str(folder)))
        return _chart(folder, metadata, values, schema)

    @cached_property
    def name(self) -> str:
        """The name Chart.yaml gives the chart."""
        return str(load_kubernetes(self.metadata, str(self.folder / "Chart.yaml"))["name"])

    @cached_property
    def defaults(self) -> Values:
        """The chart's own values.yaml."""
        return load_kubernetes(self.values or "", str(self.folder / "values.yaml")) or {}

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The chart's values.schema.json; ``{}`` accepts anything."""
        if self.values_schema is None:
            return {}
        try:
            schema: dict[str, Any] = json.loads(self.values_schema)
        except json.JSONDecodeError as error:
            where = Location(str(self.folder / "values.schema.json"), error.lineno)
            raise InputError.of(f"is no JSON: {error.msg}", where) from error
        return schema

    @cached_property
    def _validator(self) -> Validator:
        import jsonschema_rs

        return jsonschema_rs.validator_for(self.schema)

    @cached_property
    def _given(self) -> Values:
        return _without_nulls(self.defaults)

    def prepared(self, release: Release) -> Prepared:
        """The release with its values merged. They share parts with the defaults: not to be changed."""
        return Prepared(release, _on_top(self._given, self.defaults, release.values))

    def problems(self, prepared: Prepared) -> Iterator[Problem]:
        """What is wrong with a release before anything is rendered: its name, its merged values."""
        release = prepared.release
        if not _RELEASE_NAME.fullmatch(release.name) or len(release.name) > _RELEASE_NAME_LIMIT:
            expected = f"lower-case letters, digits, dots and inner dashes, at most {_RELEASE_NAME_LIMIT}"
            yield Problem(f"release {release.name}: no name for a release", fix=f"expected {expected}")
        for violation in violations(self._validator, self.schema, prepared.values):
            where = dotted(violation.path) or "values"
            yield Problem(f"release {release.name}: {where}: {violation.message}", fix=violation.fix)


def coalesce(defaults: Values, values: Values) -> Values:
    """Values on top of a chart's defaults: maps are merged, all else is replaced, null removes a default.

    A default that is null does not exist, except that a null at the top still removes it; a null with no
    default under it stays. Source: helm/helm:pkg/chart/common/util/coalesce.go (v4.3.1).
    """
    return _on_top(_without_nulls(defaults), defaults, values)


def _on_top(given: Values, defaults: Values, values: Values) -> Values:
    """``given`` is ``defaults`` without the nulls."""
    merged = _merge(given, values)
    return {key: value for key, value in merged.items() if value is not None or key not in defaults}


def _merge(defaults: Values, values: Values) -> Values:
    merged = dict(values)
    for key, default in defaults.items():
        if key not in merged:
            merged[key] = default
        elif merged[key] is None:
            del merged[key]
        elif isinstance(default, dict) and isinstance(merged[key], dict):
            merged[key] = _merge(default, merged[key])
    return merged


def _without_nulls(values: Values) -> Values:
    return {
        key: _without_nulls(value) if isinstance(value, dict) else value
        for key, value in values.items()
        if value is not None
    }


@lru_cache(maxsize=16)
def _chart(folder: Path, metadata: str, values: str | None, values_schema: str | None) -> Chart:
    return Chart(folder, metadata, values, values_schema)


def _text(path: Path) -> str | None:
    return read_text(path) if path.is_file() else None
