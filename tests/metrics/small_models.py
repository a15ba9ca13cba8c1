"""Small Python models whose every request does what its value says, for a real Triton."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

FAILS = -1.0
"""The value of a request that is answered with an error."""
RAISES = -2.0
"""The value of a request that makes the model raise."""

OBEDIENT = '''
import time

import triton_python_backend_utils as pb_utils


class TritonPythonModel:
    """Sleeps for the greatest value, in milliseconds, and gives the values back."""

    def execute(self, requests):
        values = [pb_utils.get_input_tensor_by_name(each, "VALUE").as_numpy() for each in requests]
        if any((value == -2).any() for value in values):
            raise ValueError("told to raise")
        time.sleep(max(0.0, max(float(value.max()) for value in values)) / 1000)
        return [self._answer(value) for value in values]

    def _answer(self, value):
        if (value == -1).any():
            return pb_utils.InferenceResponse(error=pb_utils.TritonError("told to fail"))
        return pb_utils.InferenceResponse([pb_utils.Tensor("RESULT", value)])
'''

THRICE = '''
import triton_python_backend_utils as pb_utils


class TritonPythonModel:
    """Answers every request three times."""

    def execute(self, requests):
        for request in requests:
            value = pb_utils.get_input_tensor_by_name(request, "VALUE").as_numpy()
            sender = request.get_response_sender()
            for _ in range(3):
                sender.send(pb_utils.InferenceResponse([pb_utils.Tensor("RESULT", value)]))
            sender.send(flags=pb_utils.TRITONSERVER_RESPONSE_COMPLETE_FINAL)
'''

_TENSORS = """
input { name: "VALUE" data_type: TYPE_FP32 dims: 1 }
output { name: "RESULT" data_type: TYPE_FP32 dims: 1 }
"""
_PYTHON = f'backend: "python"\ninstance_group {{ kind: KIND_CPU count: 1 }}\n{_TENSORS}'

CONFIGURATIONS = {
    "plain": f"max_batch_size: 8\n{_PYTHON}",
    "cached": f"max_batch_size: 8\n{_PYTHON}\nresponse_cache {{ enable: true }}",
    "stream": f"max_batch_size: 8\n{_PYTHON}\nmodel_transaction_policy {{ decoupled: true }}",
    "batched": f"""max_batch_size: 8
{_PYTHON}
dynamic_batching {{ preferred_batch_size: 4 max_queue_delay_microseconds: 1000000 }}
metric_tags {{ key: "team" value: "vision" }}""",
    "impatient": f"""max_batch_size: 1
{_PYTHON}
dynamic_batching {{ default_queue_policy {{ max_queue_size: 2 default_timeout_microseconds: 50000 }} }}""",
    "twice": f"""platform: "ensemble"
max_batch_size: 8
{_TENSORS}
ensemble_scheduling {{
  step {{
    model_name: "plain" model_version: -1
    input_map {{ key: "VALUE" value: "VALUE" }} output_map {{ key: "RESULT" value: "between" }}
  }}
  step {{
    model_name: "plain" model_version: -1
    input_map {{ key: "VALUE" value: "between" }} output_map {{ key: "RESULT" value: "RESULT" }}
  }}
}}""",
}


def write_repository(folder: Path, names: Iterable[str] = tuple(CONFIGURATIONS)) -> Path:
    """A model repository with these models, at ``folder``."""
    for name in names:
        version = folder / name / "1"
        version.mkdir(parents=True)
        (folder / name / "config.pbtxt").write_text(CONFIGURATIONS[name])
        if name != "twice":
            (version / "model.py").write_text(THRICE if name == "stream" else OBEDIENT)
    return folder
