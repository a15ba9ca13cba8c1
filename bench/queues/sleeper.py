"""A model that does nothing for a known time: so much a batch, and so much for each request in it.

Triton's Python backend runs it. Each answer says when its batch began (nanoseconds of the monotonic clock, which the
client shares) and how many requests were in it.
"""

import json
import time
from typing import Any

import numpy as np
import triton_python_backend_utils as pb_utils


class TritonPythonModel:
    def initialize(self, args: dict[str, str]) -> None:
        parameters = json.loads(args["model_config"])["parameters"]
        self.fixed, self.each = (float(parameters[name]["string_value"]) for name in ("fixed", "each"))

    def execute(self, requests: list[Any]) -> list[Any]:
        start = time.monotonic_ns()
        time.sleep(self.fixed + self.each * len(requests))
        answer = np.array([[start, len(requests)]], dtype=np.int64)
        return [pb_utils.InferenceResponse([pb_utils.Tensor("START", answer)]) for _ in requests]
