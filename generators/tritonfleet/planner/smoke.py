"""The smallest request that proves a server infers: zeros (or empty texts) of the shape a model declares.

Protocol: kserve/open-inference-protocol:specification/protocol/inference_rest.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tritonfleet.planner.derived import Derived
from tritonfleet.spec.model import Model

FREE_DIMENSION = 1


@dataclass(frozen=True, slots=True)
class Tensor:
    """An input of the request: its protocol data type (``FP32``, ``BYTES``) and shape, batch included."""

    datatype: str
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SmokeRequest:
    """Which model to ask, with which inputs."""

    model: str
    inputs: Mapping[str, Tensor]


def smoke_request(models: Mapping[str, Model]) -> Derived[SmokeRequest] | None:
    """A request to the model that exercises most of the server; None when none can be sent as JSON."""
    stateless = {n: m for n, m in models.items() if m.inputs and not m.sequence_batching and _json_carries(m)}
    if not stateless:
        return None
    ensembles = [name for name, model in stateless.items() if model.is_ensemble]
    name = ensembles[0] if ensembles else next(iter(stateless))
    reason = "an ensemble: it runs its steps too" if ensembles else "the first model that declares its inputs"
    model = stateless[name]
    required = {key: tensor for key, tensor in model.inputs.items() if not tensor.optional}
    batch = (1,) if model.max_batch_size else ()
    inputs = {
        key: Tensor(_datatype(tensor.data_type), batch + tuple(_sized(d) for d in tensor.dims))
        for key, tensor in required.items()
    }
    return Derived(SmokeRequest(name, inputs), reason)


def _json_carries(model: Model) -> bool:
    """Every tensor has a type, and none is of half precision, which JSON has no numbers for.

    Source: triton-inference-server/server:src/http_server.cc.
    """
    types = {tensor.data_type for tensor in (*model.inputs.values(), *model.outputs.values())}
    return not types & {None, "FP16", "BF16"} and all(tensor.dims for tensor in model.inputs.values())


def _datatype(data_type: str | None) -> str:
    return "BYTES" if data_type in (None, "STRING") else data_type


def _sized(dimension: int) -> int:
    return FREE_DIMENSION if dimension < 0 else dimension
