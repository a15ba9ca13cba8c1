"""How the requests of a sequence, such as a conversation or a video, stay together."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.spec.base import Spec
from tritonfleet.spec.model_schedule import PreferredSizes, QueueDelay
from tritonfleet.spec.model_tensor import DataType, Shape
from tritonfleet.spec.model_wire import Int32, Microseconds, Name, Prefixed, Wire


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
