"""How requests become batches: the dynamic batcher, and the ensemble."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tritonfleet.spec.base import Spec
from tritonfleet.spec.model_wire import Int32, Int64, Level, Microseconds, ModelName, UInt32, UInt64, Wire

PreferredSizes = Annotated[
    list[Int32], Wire("preferred_batch_size"), Field(description="batch sizes the model runs best at")
]
QueueDelay = Annotated[
    Microseconds | None,
    Wire("max_queue_delay_microseconds"),
    Field(description="longest wait for a fuller batch"),
]


class QueuePolicy(Spec):
    """How long, and how many, requests may wait."""

    timeout_action: Annotated[
        Literal["REJECT", "DELAY"], Field(description="what happens to a request that waited too long")
    ] = "REJECT"
    default_timeout: Annotated[Microseconds | None, Wire("default_timeout_microseconds")] = None
    allow_timeout_override: Annotated[bool, Field(description="a request may ask for a shorter one")] = False
    max_queue_size: Annotated[
        UInt32,
        Field(
            description="requests beyond it are refused (HTTP 503) and counted by no metric; 0 is no limit"
        ),
    ] = 0


class DynamicBatching(Spec):
    """Requests that arrive together are run together."""

    preferred_batch_sizes: PreferredSizes = []
    max_queue_delay: QueueDelay = None
    preserve_ordering: Annotated[bool, Field(description="answer in the order of arrival")] = False
    priority_levels: Annotated[UInt64, Field(description="number of priorities; 1 is the highest")] = 0
    default_priority_level: Annotated[UInt64, Field(description="of a request that names none")] = 0
    default_queue_policy: QueuePolicy | None = None
    priority_queue_policies: Annotated[
        dict[Level, QueuePolicy], Wire("priority_queue_policy"), Field(description="by priority level")
    ] = {}


class Step(Spec):
    """One model of an ensemble, and how its tensors are wired to the ensemble's."""

    model: Annotated[ModelName, Wire("model_name")]
    version: Annotated[
        Int64, Wire("model_version"), Field(description="-1 is the latest that is loaded")
    ] = -1
    inputs: Annotated[
        dict[str, str], Wire("input_map"), Field(description="input of the model: tensor of the ensemble")
    ] = {}
    outputs: Annotated[
        dict[str, str], Wire("output_map"), Field(description="output of the model: tensor of the ensemble")
    ] = {}
    namespace: Annotated[str, Wire("model_namespace")] = ""


class Ensemble(Spec):
    """A pipeline of models that clients call as one."""

    steps: Annotated[list[Step], Wire("step"), Field(description="order is free: the tensors decide")] = []
    max_inflight_requests: Annotated[
        UInt32, Field(description="limit between a decoupled step and the next")
    ] = 0
