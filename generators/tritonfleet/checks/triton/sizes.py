"""How many bytes a request takes."""

from __future__ import annotations

from math import prod
from typing import Any

_BYTES = {
    "BOOL": 1, "UINT8": 1, "INT8": 1, "UINT16": 2, "INT16": 2, "FP16": 2, "BF16": 2, "UINT32": 4, "INT32": 4,
    "FP32": 4, "UINT64": 8, "INT64": 8, "FP64": 8,
}  # fmt: skip
"""Source: triton-inference-server/common:src/model_config.cc, GetDataTypeByteSize."""


def largest_input(config: Any) -> int:
    """The bytes of the largest input of a ModelConfig at its largest batch, among those whose size is fixed."""
    from tritonfleet.modelconfig.rules.names import value_name

    sizes = [0]
    for tensor in config.input:
        each = _BYTES.get(value_name(tensor, "data_type").removeprefix("TYPE_"), 0)
        if tensor.dims and min(tensor.dims) > 0:
            sizes.append(each * prod(tensor.dims))
    return int(max(sizes) * max(1, config.max_batch_size))
