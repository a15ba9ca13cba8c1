"""Texts to token ids: each word becomes a number of a fixed vocabulary, short texts are padded with 0."""

import zlib
from typing import Any

import numpy as np
import triton_python_backend_utils as pb_utils

LENGTH = 16
VOCABULARY = 30_000


def token_ids(text: str) -> list[int]:
    """Ids of the first words of a text, 1 to VOCABULARY, padded to LENGTH."""
    words = text.lower().split()[:LENGTH]
    ids = [zlib.crc32(word.encode()) % VOCABULARY + 1 for word in words]
    return ids + [0] * (LENGTH - len(ids))


class TritonPythonModel:
    """TEXT: STRING [batch, 1] to IDS: INT64 [batch, LENGTH]."""

    def execute(self, requests: list[Any]) -> list[Any]:
        """One response for each request, in order."""
        return [self._respond(request) for request in requests]

    def _respond(self, request: Any) -> Any:
        texts = pb_utils.get_input_tensor_by_name(request, "TEXT").as_numpy().reshape(-1)
        ids = np.array([token_ids(text.decode()) for text in texts], dtype=np.int64)
        return pb_utils.InferenceResponse([pb_utils.Tensor("IDS", ids)])
