"""A model's tensors: inputs, outputs, and the ones Triton derives from a batch."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tritonfleet.spec.base import Spec
from tritonfleet.spec.model_wire import Int64, Name, Prefixed, Wire

DataType = Annotated[
    Literal[
        "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64",
        "FP16", "FP32", "FP64", "STRING", "BF16",
    ],
    Prefixed("TYPE_"),
]  # fmt: skip
"""Element type of a tensor; the ``TYPE_`` of config.pbtxt may be written or left out."""

Shape = list[Int64]
"""Dimensions without the batch; -1 stands for any size."""

TensorName = Annotated[Name, Field(description="as the model itself names it")]


class Tensor(Spec):
    """What inputs and outputs share. Dimensions leave out the batch, which maxBatchSize says.

    Type and dimensions are needed (TRT123), unless the backend completes them from the model itself.
    """

    data_type: Annotated[DataType | None, Field(description="element type")] = None
    dims: Annotated[Shape, Field(description="shape without the batch dimension; -1 is any size")] = []
    reshape: Annotated[
        Shape | None, Wire("reshape.shape"), Field(description="shape the model itself uses; [] is a scalar")
    ] = None
    is_shape_tensor: Annotated[bool, Field(description="TensorRT: the values are a shape")] = False
    is_non_linear_format_io: Annotated[
        bool, Field(description="TensorRT: the tensor uses a non-linear memory format")
    ] = False


class Input(Tensor):
    """An input tensor of a model."""

    format: Annotated[
        Literal["NONE", "NHWC", "NCHW"], Prefixed("FORMAT_"), Field(description="memory layout of an image")
    ] = "NONE"
    allow_ragged_batch: Annotated[
        bool, Field(description="requests of different shapes may share a batch, unpadded")
    ] = False
    optional: Annotated[bool, Field(description="a request may leave it out")] = False


class Output(Tensor):
    """An output tensor of a model."""

    labels: Annotated[
        Name | None,
        Wire("label_filename"),
        Field(description="file in the model's folder with one class name a line"),
    ] = None


class BatchInput(Spec):
    """An input that Triton makes out of the shape of a batch, for ragged batching."""

    kind: Annotated[
        Literal[
            "ELEMENT_COUNT",
            "ACCUMULATED_ELEMENT_COUNT",
            "ACCUMULATED_ELEMENT_COUNT_WITH_ZERO",
            "MAX_ELEMENT_COUNT_AS_SHAPE",
            "ITEM_SHAPE",
            "ITEM_SHAPE_FLATTEN",
        ],
        Prefixed("BATCH_"),
        Field(description="what is counted"),
    ]
    targets: Annotated[
        list[Name], Wire("target_name"), Field(description="inputs of the model that get it")
    ] = []
    data_type: Annotated[DataType | None, Field(description="INT32 or FP32")] = None
    sources: Annotated[
        list[Name], Wire("source_input"), Field(description="the one input that is counted")
    ] = []


class BatchOutput(Spec):
    """An output that Triton splits by the shapes of a ragged input."""

    kind: Annotated[
        Literal["SCATTER_WITH_INPUT_SHAPE"], Prefixed("BATCH_"), Field(description="how it is split")
    ] = "SCATTER_WITH_INPUT_SHAPE"
    targets: Annotated[list[Name], Wire("target_name"), Field(description="outputs that are split")] = []
    sources: Annotated[
        list[Name], Wire("source_input"), Field(description="the one input that gives the shapes")
    ] = []
