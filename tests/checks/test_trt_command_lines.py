"""Which containers run Triton, and what their command lines mean."""

from __future__ import annotations

import pytest

from checks.trt_examples import deployment, server, world
from tritonfleet.checks import Facts
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.triton.options import Release


def pod(command: str, image: str = "acme/models:1.0", more: str = "") -> str:
    return (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: bert, namespace: prod}\n"
        f"spec:\n  containers:\n  - name: triton\n    image: {image}\n    {command}\n{more}"
    )


def flags(found: Server) -> list[str]:
    return [str(flag) for flag in found.arguments.flags]


@pytest.mark.parametrize(
    "command",
    [
        "args: [tritonserver, --http-port=9000]",
        "command: [tritonserver]\n    args: [--http-port=9000]",
        "command: [/opt/tritonserver/bin/tritonserver, --http-port, '9000']",
        "command: [mpirun, -n, '1', tritonserver, --http-port=9000]",
        "command: [sh, -c, 'exec tritonserver --http-port=9000']",
        "command: [/bin/bash, -lc]\n"
        "    args: ['sleep 1; LD_PRELOAD=/a.so bin/tritonserver --http-port 9000 2>&1 | tee /log']",
        'args: [bash, -c, "tritonserver \\\\\\n --http-port=9000 \\\\\\n && echo done"]',
        'command: [sh, -ec, "# starts tritonserver\\nmkdir /m\\ntritonserver --http-port=9000 &\\nwait"]',
    ],
)
def test_a_container_that_starts_triton_is_found_whatever_starts_it(command):
    (found,) = servers(world(pod(command)))
    assert found.port("http") == 9000
    assert found.arguments.leftovers == []


@pytest.mark.parametrize(
    "command",
    [
        "command: [python3, launch_triton_server.py, --http_port=9000]",
        "args: [bash, -c, 'python3 /scripts/launch_triton_server.py --world_size=2']",
        "command: [sh, -c, 'sleep infinity']",
        "command: [sh, /scripts/start.sh]",
        "args: [perf_analyzer, -m, bert]",
    ],
)
def test_another_program_in_tritons_image_is_no_server(command):
    assert servers(world(pod(command, "nvcr.io/nvidia/tritonserver:26.07-py3-sdk"))) == []


def test_a_variable_with_a_plain_value_is_filled_in():
    found = server("--model-repository=$(BUCKET)/bert", container="env: [{name: BUCKET, value: s3://acme}]\n")
    assert found.repositories == ["s3://acme/bert"]


def test_a_variable_may_be_made_of_those_before_it():
    env = "env:\n- {name: HOST, value: acme}\n- {name: BUCKET, value: s3://$(HOST)-models$(NONE)}\n"
    assert server("--model-repository=$(BUCKET)", container=env).repositories == ["s3://acme-models$(NONE)"]


@pytest.mark.parametrize(
    "env",
    [
        "env: [{name: PORT, valueFrom: {configMapKeyRef: {name: ports, key: http}}}]\n",
        "envFrom: [{configMapRef: {name: ports}}]\n",
    ],
)
def test_a_value_from_elsewhere_is_unknown_not_the_default(env):
    assert server("--http-port=$(PORT)", container=env).port("http") is None


def test_an_argument_that_may_be_any_flag_leaves_absent_flags_unknown():
    found = server("$(EXTRA)", "--grpc-port=9001", container="envFrom: [{configMapRef: {name: extra}}]\n")
    assert (found.complete, found.port("http"), found.port("grpc")) == (False, None, 9001)


def test_what_a_shell_will_fill_in_is_unknown():
    (found,) = servers(
        world(pod("command: [sh, -c, 'tritonserver --http-port=$(cat /port) $FLAGS --log-info=1']"))
    )
    assert flags(found) == ["--http-port=…", "--log-info=1"]
    assert not found.complete


def test_an_unambiguous_beginning_of_a_flag_is_the_flag():
    assert server("--exit-timeout=5").exit_timeout == 5


def test_the_last_of_several_counts():
    assert server("--http-port=1", "--http-port=2").port("http") == 2


def test_another_name_of_a_flag_is_the_flag():
    assert server("--model-store=/models").repositories == ["/models"]


def test_after_two_dashes_nothing_is_a_flag():
    assert [word.text for word in server("--", "--http-port=1").arguments.leftovers] == ["--http-port=1"]


@pytest.mark.parametrize(
    ("image", "release"),
    [
        ("nvcr.io/nvidia/tritonserver:24.10-py3", Release(24, 10)),
        ("registry:5000/nvidia/tritonserver:24.10-trtllm-python-py3", Release(24, 10)),
        ("acme/tritonserver:2.51.0", Release(24, 10)),
        ("nvcr.io/nvidia/tritonserver:24.10-py3@sha256:0000", Release(24, 10)),
        ("acme/tritonserver:24.13", None),
        ("acme/tritonserver:v7", None),
        ("registry:5000/tritonserver", None),
        ("nvcr.io/nvidia/tritonserver@sha256:0000", None),
    ],
)
def test_the_release_follows_from_the_tag(image, release):
    assert server(image=image).release == release


def test_an_image_of_ones_own_is_of_the_clusters_release():
    (found,) = servers(world(deployment(image="acme/tritonserver:v7"), Facts(versions={"triton": "25.03"})))
    assert found.release == Release(25, 3)


@pytest.mark.parametrize(
    ("container", "gpus"),
    [
        ("", 0),
        ("resources: {limits: {nvidia.com/gpu: 2}}\n", 2),
        ("resources: {limits: {nvidia.com/gpu.shared: '1'}}\n", 1),
        ("resources: {limits: {nvidia.com/mig-1g.10gb: 2}}\n", 1),
        ("resources: {claims: [{name: gpu}]}\n", None),
        ("env: [{name: NVIDIA_VISIBLE_DEVICES, value: all}]\n", None),
        ("env: [{name: NVIDIA_VISIBLE_DEVICES, value: void}]\n", 0),
    ],
)
def test_gpus_are_what_the_process_can_use(container, gpus):
    assert server(container=container).gpus == gpus


RUNTIME = """\
apiVersion: serving.kserve.io/v1alpha1
kind: ClusterServingRuntime
metadata: {name: triton}
spec:
  containers:
  - {name: kserve-container, image: "nvcr.io/nvidia/tritonserver:24.10-py3", args: [tritonserver, --http-port=8080]}
"""
SERVICE = """\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: bert, namespace: prod}
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 24.10-py3, args: [--log-verbose=1]}}}
"""


def test_a_runtime_of_kserve_is_a_server():
    (found,) = servers(world(RUNTIME))
    assert (found.port("http"), found.path) == (8080, ("spec", "containers", 0))


def test_arguments_of_an_inference_service_add_to_those_of_its_runtime():
    (found,) = servers(world(SERVICE))
    assert flags(found) == ["--log-verbose=1"]
    assert (found.release, found.port("http")) == (Release(24, 10), None)


def test_another_format_of_kserve_is_no_server():
    assert servers(world(SERVICE.replace("name: triton", "name: sklearn"))) == []
