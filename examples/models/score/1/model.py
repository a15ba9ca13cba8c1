"""Token ids to a score between 0 and 1: the share of distinct words in the text."""

from typing import Any

import numpy as np
import triton_python_backend_utils as pb_utils

PADDING = 0


def score(ids: np.ndarray) -> float:
    """Share of distinct ids among those that are no padding; 0 for an empty text."""
    words = ids[ids != PADDING]
    return len(np.unique(words)) / len(words) if len(words) else 0.0


class TritonPythonModel:
    """IDS: INT64 [batch, length] to SCORE: FP32 [batch, 1]."""

    def execute(self, requests: list[Any]) -> list[Any]:
        """One response for each request, in order."""
        return [self._respond(request) for request in requests]

    def _respond(self, request: Any) -> Any:
        rows = pb_utils.get_input_tensor_by_name(request, "IDS").as_numpy()
        scores = np.array([[score(row)] for row in rows], dtype=np.float32)
        return pb_utils.InferenceResponse([pb_utils.Tensor("SCORE", scores)])
