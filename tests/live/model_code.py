"""The Python model that the live tests load: each takes its time and does what its value says.

It also stands in for what a Triton without a GPU, or of release 24.10, does not write itself, so that a real Triton
exposes the series all the same, by Triton's interface for metrics of models
(triton-inference-server/python_backend:README.md@r24.10, "Custom Metrics"):

- of GPUs: `nv_gpu_*`, as if the server saw one;
- of later releases: `nv_inference_first_response_histogram_ms`, which 26.01 writes for every model, with the buckets
  that the generated configuration asks for, and `nv_model_load_duration_secs`, which 24.11 writes. The time of a
  request is measured from what its client says that it sent it, because a model does not learn when it arrived.
"""

from __future__ import annotations

RAISES = -1.0
"""The value of a request at which the model raises."""
STEADY_MS, SLOW_MS = 20, 500

CODE = '''
import json
import time

import triton_python_backend_utils as pb_utils

GPU = {
    "nv_gpu_utilization": 0.5,
    "nv_gpu_memory_used_bytes": 9e9,
    "nv_gpu_memory_total_bytes": 48e9,
    "nv_gpu_power_usage": 120.0,
    "nv_gpu_power_limit": 350.0,
}
ENERGY = "nv_energy_consumption"
HISTOGRAM = "nv_inference_first_response_histogram_ms"
LOADING = "nv_model_load_duration_secs"


def family(name, kind):
    return pb_utils.MetricFamily(name=name, description=name, kind=kind)


class TritonPythonModel:
    def initialize(self, arguments):
        started = time.monotonic()
        config = json.loads(arguments["model_config"])
        given = {key: each["string_value"] for key, each in config["parameters"].items()}
        self.seconds = float(given["MILLISECONDS"]) / 1000
        self.decoupled = config.get("model_transaction_policy", {}).get("decoupled", False)
        self.labels = {"model": arguments["model_name"], "version": arguments["model_version"]}
        self.families, self.histogram = [], None
        if "GPU" in given:
            for name, value in GPU.items():
                self._write("set", name, {"gpu_uuid": given["GPU"]}, value)
            self._write("increment", ENERGY, {"gpu_uuid": given["GPU"]}, 1e6)
        if "BUCKETS" in given:
            buckets = [float(each) for each in given["BUCKETS"].split()]
            self.families.append(family(HISTOGRAM, pb_utils.MetricFamily.HISTOGRAM))
            self.histogram = self.families[-1].Metric(labels=self.labels, buckets=buckets)
            self._write("set", LOADING, self.labels, time.monotonic() - started)

    def _write(self, how, name, labels, value):
        kinds = {"set": pb_utils.MetricFamily.GAUGE, "increment": pb_utils.MetricFamily.COUNTER}
        made = family(name, kinds[how])
        metric = made.Metric(labels=labels)
        getattr(metric, how)(value)
        self.families += [made, metric]

    def execute(self, requests):
        values = [pb_utils.get_input_tensor_by_name(each, "VALUE").as_numpy() for each in requests]
        time.sleep(self.seconds)
        if any((value == -1).any() for value in values):
            raise ValueError("told to raise")
        self._observe(requests)
        answers = [pb_utils.InferenceResponse([pb_utils.Tensor("RESULT", value)]) for value in values]
        return self._send(requests, answers) if self.decoupled else answers

    def _send(self, requests, answers):
        for request, answer in zip(requests, answers):
            sender = request.get_response_sender()
            sender.send(answer)
            sender.send(flags=pb_utils.TRITONSERVER_RESPONSE_COMPLETE_FINAL)

    def _observe(self, requests):
        """Whole milliseconds, as Triton counts them."""
        for request in requests if self.histogram else ():
            sent = json.loads(request.parameters())["sent_ms"]
            self.histogram.observe(time.time() * 1000 // 1 - sent)
'''
