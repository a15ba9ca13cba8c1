"""What is kept of a service between runs, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from tritonfleet.checks.finding import Finding, ObjectRef, Severity
from tritonfleet.emit.argocd import GroupKind, group_kinds, is_large
from tritonfleet.emit.tree import sign
from tritonfleet.errors import Location, Mend
from tritonfleet.planner.usage import Demand
from tritonfleet.spec.resolve import BASE

if TYPE_CHECKING:
    from tritonfleet.pipeline.build import Bundle

Json = dict[str, Any]


@dataclass(frozen=True)
class ExaminedRecord:
    """A service that can be built: its demand by environment, and its warnings."""

    demands: Mapping[str, Demand]
    warnings: Sequence[Finding]

    def to_json(self) -> Json:
        return {
            "demands": {name: asdict(demand) for name, demand in self.demands.items()},
            "warnings": [asdict(finding) for finding in self.warnings],
        }

    @classmethod
    def from_json(cls, data: Json) -> ExaminedRecord:
        demands = {name: Demand(**demand) for name, demand in data["demands"].items()}
        return cls(demands, [finding_from(f) for f in data["warnings"]])


class AppRecord(NamedTuple):
    """What Argo CD must know of a service in one environment.

    ``kinds`` is a list of ``group kind namespaced``, ``namespaces`` of those that its objects name.
    """

    kinds: str
    namespaces: str
    large: bool
    autoscaled: bool

    @classmethod
    def of(cls, objects: Sequence[Mapping[str, Any]], *, autoscaled: bool) -> AppRecord:
        kinds = sorted(f"{group} {kind} {namespaced}" for group, kind, namespaced in group_kinds(objects))
        namespaces = sorted(
            {obj["metadata"]["namespace"] for obj in objects if "namespace" in obj["metadata"]}
        )
        return cls(",".join(kinds), ",".join(namespaces), is_large(objects), autoscaled)

    def group_kinds(self) -> frozenset[GroupKind]:
        """The kinds, apart."""
        split = (kind.split(" ") for kind in self.kinds.split(",") if kind)
        return frozenset((group, kind, namespaced == "True") for group, kind, namespaced in split)


class BuiltRecord(NamedTuple):
    """A built service: the digest of each file, and its Applications and prometheus-adapter's rules by environment."""

    digests: Mapping[str, str]
    apps: Mapping[str, AppRecord]
    adapter: Mapping[str, Sequence[Json]]

    def to_json(self) -> Json:
        apps = {name: list(app) for name, app in self.apps.items()}
        return {"digests": dict(self.digests), "apps": apps, "adapter": dict(self.adapter)}

    @classmethod
    def from_json(cls, data: Json) -> BuiltRecord:
        apps = {name: AppRecord(*app) for name, app in data["apps"].items()}
        return cls(data["digests"], apps, data["adapter"])


def built(bundle: Bundle) -> tuple[BuiltRecord, Json]:
    """A bundle's record, and its body: signed files, and objects by environment."""
    signed = {path: sign(path, content) for path, content in bundle.files.items()}
    apps = {}
    for name, applied in bundle.applied.items():
        if name != BASE:
            apps[name] = AppRecord.of(applied, autoscaled=bundle.autoscaled.get(name, False))
    body = {
        "files": {path: text.data.decode() for path, text in signed.items()},
        "objects": {name: list(objects) for name, objects in bundle.objects.items()},
    }
    adapter = {name: list(rules) for name, rules in bundle.adapter.items() if rules}
    return BuiltRecord({path: text.digest for path, text in signed.items()}, apps, adapter), body


def finding_from(data: Json) -> Finding:
    """A finding from ``dataclasses.asdict`` of it."""
    return Finding(
        **data
        | {
            "severity": Severity(data["severity"]),
            "object": ObjectRef(**data["object"]) if data["object"] else None,
            "location": Location(**data["location"]) if data["location"] else None,
            "related": tuple(ObjectRef(**ref) for ref in data["related"]),
            "mend": Mend(**data["mend"] | {"path": tuple(data["mend"]["path"])}) if data["mend"] else None,
        }
    )
