"""A Helm chart as its files say, and its values merged and checked as Helm does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tritonfleet.errors import InputError, Location, Problem
from tritonfleet.paths import data_dir
from tritonfleet.render.violations import dotted, violations
from tritonfleet.yamlio import read_text
from tritonfleet.yamlio.dialects import differs
from tritonfleet.yamlio.goyaml import construct
from tritonfleet.yamlio.parsing import parse

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
    """A chart's folder."""

    folder: Path

    @classmethod
    def of(cls, name: str | Path) -> Chart:
        """The chart of this name or folder; InputError when there is none."""
        folder = name if isinstance(name, Path) else data_dir("charts") / name
        if not (folder / "Chart.yaml").is_file():
            raise InputError.of("is no Helm chart: it has no Chart.yaml", Location(str(folder)))
        return cls(folder)

    @cached_property
    def name(self) -> str:
        """The name Chart.yaml gives the chart."""
        return str(_go_yaml(self.folder / "Chart.yaml")["name"])

    @cached_property
    def defaults(self) -> Values:
        """The chart's own values.yaml."""
        path = self.folder / "values.yaml"
        return (_go_yaml(path) if path.is_file() else None) or {}

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The chart's values.schema.json; ``{}`` accepts anything."""
        path = self.folder / "values.schema.json"
        if not path.is_file():
            return {}
        try:
            schema: dict[str, Any] = json.loads(read_text(path))
        except json.JSONDecodeError as error:
            raise InputError.of(f"is no JSON: {error.msg}", Location(str(path), error.lineno)) from error
        return schema

    @cached_property
    def _validator(self) -> Validator:
        import jsonschema_rs

        return jsonschema_rs.validator_for(self.schema)

    def prepared(self, release: Release) -> Prepared:
        """The release with its values merged. They share parts with the defaults: not to be changed."""
        return Prepared(release, coalesce(self.defaults, release.values))

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
    merged = _merge(_without_nulls(defaults), values)
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


def _go_yaml(path: Path) -> Any:
    """A YAML file as Go's parser reads it: with the booleans and octals of YAML 1.1."""
    text = read_text(path)
    read = construct if differs(text) else parse
    return read(text, str(path), 1)
