"""The plan that was made of a fleet: a file beside it, which people review and ``generate`` reads.

It holds decisions only: what a service whose ``gpu`` is ``planned`` gets, and how the GPUs of a pool whose ``mig`` is
``planned`` are cut. They enter the fleet as if written there, so all that follows is derived as always.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError

from tritonfleet import yamlio
from tritonfleet.digests import data_digest, digest
from tritonfleet.errors import InputError, Location
from tritonfleet.spec.base import Spec
from tritonfleet.spec.explain import problems_of
from tritonfleet.spec.gpu import GpuRequest, Layout
from tritonfleet.spec.raw import dig, mappings

SUFFIX = ".plan.yaml"
REMAKE = "run `tritonfleet plan --write`"
ServiceKey = Annotated[str, StringConstraints(pattern=r"^[^/]+/[^/]+$")]
"""``environment/service``"""
GpuIndex = Annotated[str, StringConstraints(pattern=r"^(\d|1[0-5])$")]
"""The number of a GPU on its node, from 0."""
NodeKey = Annotated[str, StringConstraints(pattern=r"^[^/]+/[^/]+/[^/]+$")]
"""``cluster/pool/node``"""
PLANNED_OF_SERVICE = ("gpu", "headroom", "models", "pool", "profile", "replicas", "rollout", "slo")
"""What the plan is made from, of a service."""


class PlannedService(Spec):
    """What the plan chose for one service in one environment."""

    pool: str
    gpu: GpuRequest
    replicas: Annotated[int, Field(ge=0)]
    batch: Annotated[int, Field(ge=1)] | None = None
    processes: Annotated[int, Field(ge=1)] | None = None


class PlannedGpu(Spec):
    """One GPU: its MIG layout, and how many pods of which service sit on it by the plan."""

    layout: Layout = {}
    pods: dict[ServiceKey, Annotated[int, Field(ge=1)]] = {}


class PlanFile(Spec):
    """A plan. ``inputs`` is the digest of all that it was made from."""

    api_version: Literal["tritonfleet.dev/v1alpha1"]
    kind: Literal["Plan"]
    inputs: str
    services: dict[ServiceKey, PlannedService] = {}
    gpus: dict[NodeKey, dict[GpuIndex, PlannedGpu]] = {}

    def decides(self, environment: str, service: str) -> bool:
        """Whether the plan chose for this service."""
        return f"{environment}/{service}" in self.services


def plan_path(fleet: Path) -> Path:
    """Where the plan of a fleet lies: ``fleet.yaml`` → ``fleet.plan.yaml``."""
    return fleet.with_name(fleet.stem + SUFFIX)


def read_plan(path: Path) -> PlanFile | None:
    """A plan; None when there is no such file. Raises InputError with each mistake in it."""
    return parse_plan(yamlio.read_text(path), path) if path.is_file() else None


def parse_plan(text: str, path: Path) -> PlanFile:
    """The same, from text already read; ``path`` is for messages."""
    raw = yamlio.load(text, str(path))
    if not isinstance(raw, dict):
        raise InputError.of(
            "expected a Plan (a mapping)", Location(str(path), 1, 1), f"remove it, and {REMAKE}"
        )
    try:
        return PlanFile.model_validate(raw)
    except ValidationError as error:
        raise InputError(*problems_of(error, PlanFile, yamlio.Positions(text, str(path)).of)) from None


def inputs_digest(raw: Mapping[str, Any], root: Path) -> str:
    """The state of everything in a fleet that a plan is made from, services in any order.

    ``root`` is where the fleet's files lie.
    """
    services = {name: _part(service) for name, service in sorted(mappings(raw, "services").items())}
    overrides = {
        name: [
            environment.get("cluster"),
            environment.get("exclude"),
            {s: _part(o) for s, o in sorted(mappings(environment, "overrides", "services").items())},
            {
                m: dig(o, "load").get("gpuMemory")
                for m, o in mappings(environment, "overrides", "models").items()
            },
        ]
        for name, environment in mappings(raw, "environments").items()
    }
    memory = {name: dig(model, "load").get("gpuMemory") for name, model in mappings(raw, "models").items()}
    pools = {name: cluster.get("pools") for name, cluster in mappings(raw, "clusters").items()}
    parts = [*services.values(), *(part for _, _, own, _ in overrides.values() for part in own.values())]
    return digest(data_digest([services, overrides, memory, pools]), *_profiles(parts, root))


def _profiles(parts: Iterable[Mapping[str, Any]], root: Path) -> Iterator[bytes]:
    for name in sorted({str(file) for part in parts if (file := dig(part, "profile").get("file"))}):
        path = root / name
        yield path.read_bytes() if path.is_file() else b""


def _part(service: Mapping[str, Any]) -> dict[str, Any]:
    return {key: service[key] for key in PLANNED_OF_SERVICE if key in service}
