"""Requests to a real Triton, and what its metrics say afterwards."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from prometheus_client.parser import text_string_to_metric_families
from tritonclient import grpc, http
from tritonclient.utils import InferenceServerException

from support.tritonserver import Server

WAIT_SECONDS = 30


@dataclass(frozen=True)
class Counts:
    """Values of series at one moment."""

    text: str

    def of(self, series: str, **labels: str) -> float:
        """The sum over the series of this name that have these labels."""
        found = [
            value for name, own, value in self._samples() if name == series and labels.items() <= own.items()
        ]
        assert found, f"no series {series} with {labels}"
        return sum(found)

    def _samples(self) -> list[tuple[str, dict[str, str], float]]:
        families = text_string_to_metric_families(self.text)
        found = [(family.type, sample) for family in families for sample in family.samples]
        return [(_as_exposed(kind, sample.name), sample.labels, sample.value) for kind, sample in found]


def _as_exposed(kind: str, name: str) -> str:
    """The parser gives every counter the suffix that OpenMetrics wants; Triton's have none."""
    return name.removesuffix("_total") if kind == "counter" else name


def counts(server: Server) -> Counts:
    return Counts(server.metrics())


def wait_until(server: Server, holds: Callable[[Counts], bool]) -> Counts:
    """The first counts that fit."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not holds(now := counts(server)):
        assert time.monotonic() < deadline, now.text
        time.sleep(0.02)
    return now


def infer(server: Server, model: str, *values: float) -> str:
    """``ok``, or what the server answered instead."""
    shape = np.array(values, dtype=np.float32).reshape(-1, 1)
    with http.InferenceServerClient(f"127.0.0.1:{server.http_port}", network_timeout=60) as client:
        tensor = http.InferInput("VALUE", list(shape.shape), "FP32").set_data_from_numpy(shape)
        try:
            client.infer(model, [tensor])
        except InferenceServerException as error:
            return str(error)
    return "ok"


def infer_together(server: Server, model: str, value: float, times: int) -> Sequence[str]:
    """Answers to requests that are sent at once."""
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(lambda _: infer(server, model, value), range(times)))


def cancel_while_waiting(server: Server, model: str) -> None:
    """Send a request that waits for others to make a batch with, and take it back."""
    with grpc.InferenceServerClient(f"127.0.0.1:{server.grpc_port}") as client:
        call = client.async_infer(model, [_grpc_tensor()], lambda result, error: None)
        wait_until(server, lambda now: now.of("nv_inference_pending_request_count", model=model) == 1)
        call.cancel()
        wait_until(server, lambda now: now.of("nv_inference_pending_request_count", model=model) == 0)


def stream(server: Server, model: str, responses: int) -> None:
    """One request to a decoupled model, and all its responses."""
    answers: queue.Queue[Any] = queue.Queue()
    with grpc.InferenceServerClient(f"127.0.0.1:{server.grpc_port}") as client:
        client.start_stream(lambda result, error: answers.put(error))
        client.async_stream_infer(model, [_grpc_tensor()], enable_empty_final_response=True)
        assert [answers.get(timeout=WAIT_SECONDS) for _ in range(responses + 1)] == [None] * (responses + 1)
        client.stop_stream()


def _grpc_tensor() -> grpc.InferInput:
    value = np.zeros((1, 1), dtype=np.float32)
    return grpc.InferInput("VALUE", [1, 1], "FP32").set_data_from_numpy(value)
