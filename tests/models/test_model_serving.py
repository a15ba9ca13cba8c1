"""Generated model configuration, served by a real Triton."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from models.pipeline import models, write_repository
from support.tritonserver import Server
from tritonfleet.modelconfig.rules import validate_models

pytestmark = pytest.mark.triton

TEXTS = np.array([[b"one two two"], [b"all words differ here"], [b""]], dtype=object)
SCORES = [[2 / 3], [1.0], [0.0]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("serving")
    with Server(write_repository(folder / "repository"), folder / "log") as running:
        yield running


def test_the_rules_find_nothing_wrong_with_the_pipeline():
    assert validate_models(models(), gpus=0) == []


def test_every_generated_model_is_loaded(server):
    assert server.verdicts() == {"score": True, "text_pipeline": True, "tokenize": True}


def test_the_server_is_ready(server):
    assert server.ready()


def test_the_ensemble_infers_over_http(server):
    from tritonclient import http

    with http.InferenceServerClient(f"127.0.0.1:{server.http_port}") as client:
        texts = http.InferInput("TEXT", list(TEXTS.shape), "BYTES").set_data_from_numpy(TEXTS)
        answer = client.infer("text_pipeline", [texts])
    np.testing.assert_allclose(answer.as_numpy("SCORE"), SCORES, rtol=1e-6)


def test_the_ensemble_infers_over_grpc(server):
    from tritonclient import grpc

    with grpc.InferenceServerClient(f"127.0.0.1:{server.grpc_port}") as client:
        texts = grpc.InferInput("TEXT", list(TEXTS.shape), "BYTES").set_data_from_numpy(TEXTS)
        answer = client.infer("text_pipeline", [texts])
    np.testing.assert_allclose(answer.as_numpy("SCORE"), SCORES, rtol=1e-6)


def test_the_server_reports_the_configuration_that_was_generated(server):
    from tritonclient import grpc

    with grpc.InferenceServerClient(f"127.0.0.1:{server.grpc_port}") as client:
        config = client.get_model_config("tokenize").config
    assert list(config.dynamic_batching.preferred_batch_size) == [4, 8]
    assert config.dynamic_batching.max_queue_delay_microseconds == 100
