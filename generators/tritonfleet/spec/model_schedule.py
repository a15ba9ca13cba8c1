"""How requests become batches: the dynamic batcher, the sequence batcher, the ensemble."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.spec.base import Spec
from tritonfleet.spec.model_tensor import DataType, Shape
from tritonfleet.spec.model_wire import (
    Int32,
    Int64,
    Level,
    Microseconds,
    ModelName,
    Name,
    Prefixed,
    UInt32,
    UInt64,
    Wire,
)

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
    max_queue_size: Annotated[UInt32, Field(description="requests beyond it are rejected; 0 is no limit")] = 0


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


class Control(Spec):
    """What a control tensor tells the model about its sequence."""

    kind: Annotated[Literal["START", "READY", "END", "CORRID"], Prefixed("CONTROL_SEQUENCE_")]
    int32_false_true: Annotated[list[Int32], Field(description="values for no and yes")] = []
    fp32_false_true: Annotated[list[float], Field(description="values for no and yes")] = []
    bool_false_true: Annotated[list[bool], Field(description="values for no and yes")] = []
    data_type: Annotated[DataType | None, Field(description="of the correlation id (CORRID)")] = None


class InitialState(Spec):
    """What a state holds when its sequence starts."""

    name: str = ""
    data_type: DataType | None = None
    dims: Shape = []
    zero_data: bool | None = None
    data_file: Annotated[str | None, Field(description="file in the model's folder initial_state")] = None


class State(Spec):
    """A tensor that Triton carries from one request of a sequence to the next."""

    input_name: str = ""
    output_name: str = ""
    data_type: DataType | None = None
    dims: Shape = []
    initial_state: list[InitialState] = []
    use_same_buffer_for_input_output: bool = False
    use_growable_memory: bool = False


class Direct(Spec):
    """Each sequence has a batch slot of its own."""

    max_queue_delay: QueueDelay = None
    minimum_slot_utilization: Annotated[
        float, Field(description="share of slots worth running for; 0 to 1")
    ] = 0.0


class Oldest(Spec):
    """The oldest requests of the candidate sequences form the batch."""

    max_candidate_sequences: Int32 = 0
    preferred_batch_sizes: PreferredSizes = []
    max_queue_delay: QueueDelay = None
    preserve_ordering: bool = False


class SequenceBatching(Spec):
    """Requests of one sequence go to one instance, in order."""

    direct: Direct | None = None
    oldest: Oldest | None = None
    max_sequence_idle: Annotated[Microseconds | None, Wire("max_sequence_idle_microseconds")] = None
    control_inputs: Annotated[
        dict[Name, list[Control]],
        Wire("control_input", key="name", value="control"),
        Field(description="control tensors of the model, by name"),
    ] = {}
    states: Annotated[list[State], Wire("state")] = []
    iterative_sequence: bool = False

    @model_validator(mode="after")
    def _one_strategy(self) -> Self:
        if self.direct is not None and self.oldest is not None:
            raise PydanticCustomError("exactly_one", "expected one of direct and oldest")
        return self


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
