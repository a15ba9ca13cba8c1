"""Where a model runs, how often, and how its execution is tuned."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tritonfleet.spec.base import Spec
from tritonfleet.spec.model_wire import Int32, Int64, Name, Prefixed, UInt32, Wire


class RateLimitResource(Spec):
    """Something an instance needs to be allowed to run."""

    count: UInt32 = 0
    shared_by_all: Annotated[
        bool, Wire("global"), Field(description="one pool for the server, instead of one a device")
    ] = False


class RateLimiter(Spec):
    """Takes effect only with the server's ``--rate-limit=execution_count``."""

    resources: Annotated[dict[Name, RateLimitResource], Wire("resources", key="name")] = {}
    priority: Annotated[
        UInt32, Field(description="a model of priority 1 runs twice as often as one of 2")
    ] = 0


class SecondaryDevice(Spec):
    """An accelerator beside the GPU."""

    kind: Annotated[Literal["NVDLA"], Prefixed("KIND_")] = "NVDLA"
    device_id: Int64 = 0


class InstanceGroup(Spec):
    """Some instances of a model on the same kind of device."""

    name: Annotated[str, Field(description="Triton's name for it; left out, Triton makes one")] = ""
    kind: Annotated[
        Literal["AUTO", "GPU", "CPU", "MODEL"],
        Prefixed("KIND_"),
        Field(description="AUTO: a GPU if there is one; MODEL: the backend decides"),
    ] = "AUTO"
    count: Annotated[Int32, Field(description="instances, on each GPU; 0 is the backend's default")] = 0
    gpus: Annotated[list[Int32], Field(description="GPU indices as the pod counts them; none is all")] = []
    rate_limiter: RateLimiter | None = None
    secondary_devices: list[SecondaryDevice] = []
    profiles: Annotated[list[str], Wire("profile"), Field(description="TensorRT optimization profiles")] = []
    passive: Annotated[bool, Field(description="loaded, but given no requests")] = False
    host_policy: str = ""


class GraphBound(Spec):
    """The smallest batch and shapes that a CUDA graph may be used for."""

    batch_size: Int32 = 0
    inputs: Annotated[dict[Name, list[Int64]], Wire("input", value="dim")] = {}


class GraphSpec(Spec):
    """A CUDA graph to be captured: batch size and shape by input."""

    batch_size: Int32 = 0
    inputs: Annotated[dict[Name, list[Int64]], Wire("input", value="dim")] = {}
    lower_bound: Annotated[GraphBound | None, Wire("graph_lower_bound")] = None


class Cuda(Spec):
    """CUDA settings of the TensorRT and ONNX Runtime backends."""

    graphs: Annotated[bool, Field(description="capture CUDA graphs")] = False
    busy_wait_events: bool = False
    graph_specs: Annotated[list[GraphSpec], Wire("graph_spec")] = []
    output_copy_stream: bool = False


class ExecutionAccelerators(Spec):
    """Accelerators by name, with their parameters: ``gpu: {tensorrt: {precision_mode: FP16}}``."""

    gpu: Annotated[
        dict[Name, dict[str, str]], Wire("gpu_execution_accelerator", key="name", value="parameters")
    ] = {}
    cpu: Annotated[
        dict[Name, dict[str, str]], Wire("cpu_execution_accelerator", key="name", value="parameters")
    ] = {}


class Optimization(Spec):
    """How the backend may change the model, and how data reaches it."""

    graph_level: Annotated[
        Int32 | None, Wire("graph.level"), Field(description="the backend's own scale")
    ] = None
    priority: Annotated[Literal["DEFAULT", "MAX", "MIN"], Prefixed("PRIORITY_")] = "DEFAULT"
    cuda: Cuda | None = None
    execution_accelerators: ExecutionAccelerators | None = None
    input_pinned_memory: Annotated[bool | None, Wire("input_pinned_memory.enable")] = None
    output_pinned_memory: Annotated[bool | None, Wire("output_pinned_memory.enable")] = None
    gather_kernel_buffer_threshold: UInt32 = 0
    eager_batching: bool = False
