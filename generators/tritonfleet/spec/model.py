"""A model of the fleet: everything Triton's ModelConfig can say, and what deploying it needs besides.

Fields of config.pbtxt: triton-inference-server/common:protobuf/model_config.proto.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.spec.base import Spec
from tritonfleet.spec.model_instance import InstanceGroup, Optimization
from tritonfleet.spec.model_schedule import DynamicBatching, Ensemble, SequenceBatching
from tritonfleet.spec.model_tensor import BatchInput, BatchOutput, DataType, Input, Output, Shape, TensorName
from tritonfleet.spec.model_wire import Int32, Int64, Local, Name, UInt32, Wire
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


class Model(Spec):
    """A model that Triton serves.

    Instance groups are a map, so that an environment can change one of them; the key is tritonfleet's handle
    for it and is not written. ``name`` is, if given: a group without one in config.pbtxt keeps none.
    """

    backend: Annotated[Name | None, Field(description="onnxruntime, tensorrt, pytorch, python, …")] = None
    platform: Annotated[Name | None, Field(description="ensemble, or a backend's older name")] = None
    runtime: Annotated[Name | None, Field(description="library or script that implements the backend")] = None
    version_policy: VersionPolicy | None = None
    max_batch_size: Annotated[
        Int32, Field(ge=0, description="0: the model's shapes have no batch dimension")
    ] = 0
    inputs: Annotated[dict[TensorName, Input], Wire("input", key="name")] = {}
    outputs: Annotated[dict[TensorName, Output], Wire("output", key="name")] = {}
    batch_inputs: Annotated[list[BatchInput], Wire("batch_input")] = []
    batch_outputs: Annotated[list[BatchOutput], Wire("batch_output")] = []
    optimization: Optimization | None = None
    dynamic_batching: Annotated[DynamicBatching | None, Field(description="{} for Triton's defaults")] = None
    sequence_batching: SequenceBatching | None = None
    ensemble: Annotated[Ensemble | None, Wire("ensemble_scheduling")] = None
    instance_groups: Annotated[dict[Name, InstanceGroup], Wire("instance_group", key="*")] = {}
    default_model_filename: Name | None = None
    cc_model_filenames: Annotated[dict[str, str], Field(description="file by CUDA compute capability")] = {}
    metric_tags: Annotated[dict[str, str], Field(description="labels added to the model's metrics")] = {}
    parameters: Annotated[
        dict[str, str],
        Wire("parameters", value="string_value"),
        Field(description="the backend's own settings"),
    ] = {}
    warmup: Annotated[list[Warmup], Wire("model_warmup")] = []
    op_library_filenames: Annotated[list[Name] | None, Wire("model_operations.op_library_filename")] = None
    decoupled: Annotated[
        bool | None,
        Wire("model_transaction_policy.decoupled"),
        Field(description="any number of answers a request"),
    ] = None
    repository_agents: Annotated[list[Agent] | None, Wire("model_repository_agents.agents")] = None
    response_cache: Annotated[
        bool | None, Wire("response_cache.enable"), Field(description="needs the server's cache too")
    ] = None
    metrics: Annotated[
        dict[Name, Metric] | None,
        Wire("model_metrics.metric_control", key="metric_identifier.family"),
        Field(description="by metric family, e.g. nv_inference_first_response_histogram_ms"),
    ] = None
    load: Annotated[Load | None, Local()] = None
    files: Annotated[
        Name | None,
        Local(),
        Field(description="folder with the model's versions and label files, if it is at hand"),
    ] = None

    @model_validator(mode="after")
    def _one_scheduler(self) -> Self:
        choices = (self.dynamic_batching, self.sequence_batching, self.ensemble)
        if sum(choice is not None for choice in choices) > 1:
            raise PydanticCustomError(
                "exactly_one", "expected one of dynamicBatching, sequenceBatching, ensemble"
            )
        return self

    @property
    def is_ensemble(self) -> bool:
        """Whether the model is a pipeline of others and runs nothing itself."""
        return self.ensemble is not None or self.platform == "ensemble"

    def instance_group_list(self) -> list[InstanceGroup]:
        """The instance groups in the order they are written."""
        return list(self.instance_groups.values())
