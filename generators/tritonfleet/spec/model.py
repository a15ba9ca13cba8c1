"""A model of the fleet: everything Triton's ModelConfig can say, and what deploying it needs besides.

Fields of config.pbtxt: triton-inference-server/common:protobuf/model_config.proto.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.spec.base import Spec
from tritonfleet.spec.model_instance import InstanceGroup, Optimization
from tritonfleet.spec.model_policy import Agent, Load, Metric, VersionPolicy, Warmup
from tritonfleet.spec.model_schedule import DynamicBatching, Ensemble
from tritonfleet.spec.model_sequence import SequenceBatching
from tritonfleet.spec.model_tensor import BatchInput, BatchOutput, Input, Output, TensorName
from tritonfleet.spec.model_wire import Int32, Local, Name, Wire


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
