"""How many pods serve the traffic, and on which GPUs, changes no answer about all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from query_examples import Example, worked_out

from tritonfleet.queries import query

Counts = Mapping[str, int]

COUNTERS = (
    'nv_inference_request_failure{reason="BACKEND"}',
    'nv_inference_request_failure{reason="CANCELED"}',
    "nv_inference_request_duration_us",
    "nv_inference_queue_duration_us",
    "nv_inference_compute_infer_duration_us",
    "nv_inference_count",
    "nv_inference_exec_count",
    "nv_cache_num_hits_per_model",
    "nv_cache_num_misses_per_model",
)
HISTOGRAM = "nv_inference_first_response_histogram_ms"
ASKED = (
    "request-rate", "success-rate", "failure-ratio", "latency-mean", "queue-mean", "compute-infer-mean",
    "latency-quantile", "latency-within", "concurrency", "queue-share", "batch-size", "inference-rate",
    "cache-hit-ratio",
)  # fmt: skip


@st.composite
def traffic(draw: st.DrawFn) -> Counts:
    """What one pod counts in a minute: more answers than hits, and buckets that hold one another."""
    number = st.integers(0, 5_000_000)
    counts = {name: draw(number) for name in COUNTERS}
    hits = counts["nv_cache_num_hits_per_model"]
    within, all_ = sorted((draw(number), draw(number)))
    return {
        **counts,
        "nv_inference_request_success": hits + draw(number),
        f'{HISTOGRAM}_bucket{{le="100"}}': within,
        f'{HISTOGRAM}_bucket{{le="+Inf"}}': all_,
        f"{HISTOGRAM}_count": all_,
    }


def series(job: str, place: str, counts: Counts) -> Iterator[tuple[str, str]]:
    for name, minute in counts.items():
        metric, _, labels = name.partition("{")
        yield f'{metric}{{job="{job}",{place},{labels or "}"}', f"0+{minute}x20"


def together(pods: list[Counts]) -> Counts:
    return {name: sum(pod[name] for pod in pods) for name in pods[0]}


def alike(name: str) -> str:
    """1 when the pods' answer and the one pod's are the same or both nothing, 0 otherwise."""
    split, whole = ("(" + query(name).expression(f'job="{job}"') + ")" for job in ("split", "whole"))
    same = f"(abs({split} - {whole}) <= bool 1e-9 * abs({whole}))"
    return f"{same} or (vector(1) unless {split} unless {whole}) or vector(0)"


@settings(max_examples=8, deadline=None)
@given(pods=st.lists(traffic(), min_size=2, max_size=4))
def test_answers_do_not_depend_on_the_number_of_pods(
    pods: list[Counts], tmp_path_factory: pytest.TempPathFactory
):
    places = [
        f'pod="p{number}",gpu_uuid="GPU-{number % 2}",version="{number % 3}"' for number in range(len(pods))
    ]
    split = [found for place, pod in zip(places, pods, strict=True) for found in series("split", place, pod)]
    everything = (*split, *series("whole", 'pod="w"', together(pods)))
    asked = tuple(Example(name, everything, {"promql": alike(name), "gives": 1}) for name in ASKED)
    answers = worked_out(asked, tmp_path_factory.mktemp("split"))
    assert {name: told for name, told in answers.items() if told} == {}
