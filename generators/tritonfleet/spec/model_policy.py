"""What else a model says: which versions are served, how it is warmed up, watched and loaded."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.spec.base import Spec
from tritonfleet.spec.model_tensor import DataType, Shape
from tritonfleet.spec.model_wire import Int64, Name, UInt32, Wire
from tritonfleet.spec.units import Duration, Memory


class VersionPolicy(Spec):
    """Which of the versions in the model's folder are served; left out, the latest one."""

    latest: Annotated[
        UInt32 | None, Wire("latest.num_versions"), Field(description="so many, newest first")
    ] = None
    all: Annotated[Literal[True] | None, Field(description="every version")] = None
    specific: Annotated[list[Int64] | None, Wire("specific.versions"), Field(description="exactly these")] = (
        None
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(choice is not None for choice in (self.latest, self.all, self.specific)) > 1:
            raise PydanticCustomError("exactly_one", "expected one of latest, all, specific")
        return self


class WarmupInput(Spec):
    """Data for one input of a warm-up request: zeros, random bytes, or a file of the folder ``warmup``."""

    data_type: DataType | None = None
    dims: Annotated[Shape, Field(description="without the batch; every size must be given")] = []
    zero_data: bool | None = None
    random_data: bool | None = None
    data_file: Annotated[str | None, Wire("input_data_file")] = None


class Warmup(Spec):
    """A request that Triton sends itself before the model counts as ready."""

    name: str = ""
    batch_size: Annotated[UInt32, Field(description="0 switches the sample off")] = 0
    inputs: dict[Name, WarmupInput] = {}
    count: Annotated[UInt32, Field(description="how often it is sent; 0 is once")] = 0


class Agent(Spec):
    """A repository agent, such as a checksum or decryption step, run when the model loads."""

    name: Name
    parameters: dict[str, str] = {}


class Metric(Spec):
    """Settings of one metric family of this model."""

    buckets: Annotated[
        list[float] | None, Wire("histogram_options.buckets"), Field(description="upper bounds, in its unit")
    ] = None


class Load(Spec):
    """What loading the model takes: decides how long a starting server is left alone, and what fits a GPU."""

    time: Annotated[Duration | None, Field(description="until the model is ready, on the slowest node")] = (
        None
    )
    gpu_memory: Annotated[Memory | None, Field(description="of all its instances on one GPU")] = None
    host_memory: Annotated[Memory | None, Field(description="of all its instances")] = None
