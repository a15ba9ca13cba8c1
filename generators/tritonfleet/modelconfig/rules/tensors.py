"""R23 to R25: inputs and outputs.

Source: triton-inference-server/core:src/model_config_utils.cc, ValidateIOShape, ValidateModelInput,
ValidateModelOutput, ValidateNonLinearFormatIO.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod

from tritonfleet.checks.finding import Severity
from tritonfleet.modelconfig.definition import Message, ModelConfig
from tritonfleet.modelconfig.rules.problem import Facts, Flaw, Path

_TENSORRT = "tensorrt_plan"
_ANY = -1
_MAX_ELEMENTS = 2**63 - 1


def tensors_of(config: ModelConfig) -> Iterator[tuple[Path, Message]]:
    """Each input and output with its path."""
    for tensor in config.input:
        yield ("inputs", tensor.name), tensor
    for tensor in config.output:
        yield ("outputs", tensor.name), tensor


def declared(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R23: a tensor that is named has a type and dimensions; each is a size or -1.

    Only a warning where the model itself may tell what is missing: Triton asks it before it decides.
    """
    severity = Severity.WARNING if _may_be_completed(config, facts) else Severity.ERROR
    for path, tensor in tensors_of(config):
        if not tensor.name:
            yield Flaw(path, "a tensor has no name", "name it as the model does")
        if not tensor.data_type:
            yield Flaw((*path, "dataType"), "the data type is missing", "set dataType, e.g. FP32", severity)
        if not tensor.dims:
            fix = "set dims, e.g. [3, 224, 224]; [1] for one value"
            yield Flaw((*path, "dims"), "the dimensions are missing", fix, severity)
        yield from _sizes(tensor.dims, (*path, "dims"))
        yield from _sizes(tensor.reshape.shape, (*path, "reshape"))


def _may_be_completed(config: ModelConfig, facts: Facts) -> bool:
    """Whether the backend completes single tensors: TensorRT from the plan, Python by the model's own code.

    Source: triton-inference-server/server:qa/L0_model_config/autofill_noplatform_success, incomplete_*.
    """
    if not facts.autocomplete:
        return False
    layout = facts.layouts.get(config.name)
    by_code = config.backend == "python" and (layout is None or layout.completes)
    return by_code or bool(config.platform == _TENSORRT)


def _sizes(dims: Sequence[int], path: Path) -> Iterator[Flaw]:
    for index, size in enumerate(dims):
        if size < 1 and size != _ANY:
            yield Flaw(
                (*path, index), f"a dimension cannot be {size}", "use a size from 1 on, or -1 for any size"
            )


def reshapes(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R23: a reshape keeps the number of elements, also between the dimensions of any size."""
    for path, tensor in tensors_of(config):
        if not tensor.HasField("reshape"):
            continue
        dims, shape = list(tensor.dims), list(tensor.reshape.shape)
        path = (*path, "reshape")
        if not shape and not config.max_batch_size:
            yield Flaw(
                path, "an empty reshape needs a model with batches", "set maxBatchSize, or leave out reshape"
            )
        elif not shape and prod(dims) != 1:
            yield Flaw(path, f"an empty reshape of {dims}, which is not one element", "use dims: [1]")
        elif shape and _segments(dims) != _segments(shape):
            fix = "let both have as many elements, before, between and after each -1"
            yield Flaw(path, f"{shape} holds another number of elements than {dims}", fix)


def countable(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R23: the number of elements of an input, or of what is reshaped, fits 64 bits (GetElementCount)."""
    for path, tensor in tensors_of(config):
        counted = [("reshape", tensor.reshape.shape)]
        if tensor.HasField("reshape") or path[0] == "inputs":
            counted.append(("dims", tensor.dims))
        for key, sizes in counted:
            if _ANY not in sizes and prod(sizes) > _MAX_ELEMENTS:
                yield Flaw(
                    (*path, key), f"{list(sizes)} has more elements than 64 bits can count", "mend the sizes"
                )


def _segments(dims: list[int]) -> list[int]:
    """Number of elements before, between and after the dimensions of any size."""
    segments = [1]
    for size in dims:
        if size == _ANY:
            segments.append(1)
        else:
            segments[-1] *= size
    return segments


def image_formats(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R24: an input in an image format has three dimensions."""
    for tensor in config.input:
        if tensor.format and len(tensor.dims) != 3:
            path = ("inputs", tensor.name, "format")
            yield Flaw(
                path, f"an image format needs 3 dimensions, there are {len(tensor.dims)}", "leave out format"
            )


def tensorrt_only(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R25: shape tensors and non-linear formats are TensorRT's; the latter have three dimensions."""
    for path, tensor in tensors_of(config):
        if tensor.is_shape_tensor and config.platform != _TENSORRT:
            yield Flaw(
                (*path, "isShapeTensor"), "only TensorRT models have shape tensors", "leave out isShapeTensor"
            )
        if not tensor.is_non_linear_format_io:
            continue
        where = (*path, "isNonLinearFormatIo")
        if config.platform != _TENSORRT:
            yield Flaw(where, "only TensorRT models have non-linear formats", "leave out isNonLinearFormatIo")
        elif len(tensor.dims) != 3:
            yield Flaw(
                where, f"a non-linear format needs 3 dimensions, there are {len(tensor.dims)}", "mend dims"
            )
