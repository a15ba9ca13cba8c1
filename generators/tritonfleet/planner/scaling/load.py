"""What one pod carries: the requests that its instances hold, and what it was measured to do.

Triton runs one batch an instance at a time, so a pod computes on batch × instances requests at once, of its narrowest
model; a request more waits (triton-inference-server/server:docs/user_guide/batcher.md). Without a dynamic batcher
each request is a batch of its own, whatever ``max_batch_size`` allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from tritonfleet.planner.derived import Derived
from tritonfleet.planner.memory import instances
from tritonfleet.planner.profiles import WHOLE_GPU, ProfileRow
from tritonfleet.planner.scaling.constants import constants
from tritonfleet.planner.slo import entry_models
from tritonfleet.spec.gpu import GpuRequest
from tritonfleet.spec.model import Model
from tritonfleet.spec.resolve import ResolvedService
from tritonfleet.spec.service import Service
from tritonfleet.words import count

ENGINES = frozenset({"vllm", "tensorrtllm"})
"""Backends that take every request at once and batch inside, where Triton does not see it.

Sources: triton-inference-server/vllm_backend:src/model.py, triton-inference-server/tensorrtllm_backend:README.md.
"""


@dataclass(frozen=True, slots=True)
class Capacity:
    """Requests for an entry model that a pod computes at once: ``batch`` × ``instances`` of its ``narrowest`` step."""

    narrowest: str
    batch: int
    instances: int

    @property
    def slots(self) -> int:
        """How many requests that are."""
        return self.batch * self.instances

    def __str__(self) -> str:
        return f"batch {self.batch} × {count(self.instances, 'instance')} of {self.narrowest}"


def capacities(service: ResolvedService) -> dict[str, Capacity]:
    """Capacity of each entry model; those whose engine batches where nobody sees it are left out."""
    found = {}
    for name in entry_models(service).value:
        steps = _steps(name, service.models)
        if steps and not any(_unseen(model) for model in steps.values()):
            own = [_capacity(step, model, service.spec.visible_gpus) for step, model in steps.items()]
            found[name] = min(own, key=lambda capacity: capacity.slots)
    return found


def utilisation(spec: Service) -> Derived[float]:
    """The part of a pod's capacity that is used before there are more: what the headroom leaves, else a usual one."""
    if spec.headroom.amount:
        return Derived(1 / (1 + spec.headroom.ratio), f"headroom {spec.headroom} is the rest")
    return Derived(constants().utilisation, "the rest carries the load while a pod starts")


def peak_pods(service: ResolvedService, measured: ProfileRow | None) -> Derived[int] | None:
    """Pods that carry the expected load; None where load or measurement is missing."""
    slo, used = service.spec.slo, utilisation(service.spec)
    if measured is None or slo is None or slo.requests_per_second is None:
        return None
    pods = ceil(round(slo.requests_per_second / (measured.throughput * used.value), 6))
    each = f"{measured.throughput:g}/s a pod, used to {used.value:.0%}"
    return Derived(max(pods, 1), f"{slo.requests_per_second:g}/s by {each}: {used.reason}", "pods")


def measured_as_run(service: ResolvedService, rows: Sequence[ProfileRow]) -> ProfileRow | None:
    """The measurement of a pod as it runs here: on its slice, with its batch and instances; None when there is none."""
    unit = measured_unit(service.spec.gpu)
    models = [model for model in service.models.values() if not model.is_ensemble]
    if len(models) != 1:
        return None
    batch, count = max(models[0].max_batch_size, 1), instances(models[0], service.spec.visible_gpus)
    fitting = [
        row
        for row in rows
        if row.unit == unit and row.batch in (None, batch) and row.processes in (None, count)
    ]
    return max(fitting, key=lambda row: row.throughput, default=None)


def _steps(name: str, models: Mapping[str, Model], seen: frozenset[str] = frozenset()) -> dict[str, Model]:
    """The models that a request to this one runs through, ensembles resolved."""
    model = models.get(name)
    if model is None or name in seen:
        return {}
    if model.ensemble is None:
        return {name: model}
    return {
        step: found
        for part in model.ensemble.steps
        for step, found in _steps(part.model, models, seen | {name}).items()
    }


def _unseen(model: Model) -> bool:
    return model.backend in ENGINES or (model.runtime or "") in ENGINES


def _capacity(name: str, model: Model, gpus: int) -> Capacity:
    batches = model.dynamic_batching is not None or model.sequence_batching is not None
    batch = max(model.max_batch_size, 1) if batches else 1
    return Capacity(name, batch, instances(model, gpus))


def measured_unit(gpu: GpuRequest | None) -> str:
    """A pod's GPU as profiles name it; rows of a service on CPU state none, which reads as a whole one."""
    if gpu is None:
        return WHOLE_GPU
    return f"share-{gpu.share}" if gpu.share else gpu.slice or WHOLE_GPU
