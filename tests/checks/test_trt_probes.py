"""Rules about starting, serving and stopping: the cases that their examples do not show."""

from __future__ import annotations

import pytest

from checks.trt_examples import deployment, said, service
from tritonfleet import checks, yamlio

MODELS = "--model-repository=/models"
HTTP = "ports: [{name: http, containerPort: 8000}]\n"
READY = "readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}\n"
SLEEPS = "lifecycle: {preStop: {sleep: {seconds: 15}}}\n"


def probe(kind: str, path: str = "/v2/health/live", port: str = "8000", more: str = "") -> str:
    return f"{kind}Probe: {{httpGet: {{path: {path}, port: {port}}}{more}}}\n"


@pytest.mark.parametrize(
    ("timing", "severe"),
    [("", True), (", initialDelaySeconds: 60, failureThreshold: 6", False)],
)
def test_how_soon_liveness_kills_decides_how_bad_it_is(timing, severe):
    from checks.trt_examples import world
    from tritonfleet.checks import Severity, registry
    from tritonfleet.checks.rule import Breach

    manifest = deployment(MODELS, container=probe("liveness", more=timing))
    (breach,) = registry.rule("TRT020").check(world(manifest))
    assert isinstance(breach, Breach)
    assert breach.severity is (Severity.ERROR if severe else Severity.WARNING)


@pytest.mark.parametrize(
    ("flags", "container"),
    [
        ((), probe("startup") + probe("liveness")),
        ((), probe("liveness", more=", failureThreshold: 60")),
        ((), probe("liveness", more=", initialDelaySeconds: 600")),
        (("--model-control-mode=explicit",), probe("liveness")),
        ((), READY),
    ],
)
def test_a_load_that_liveness_forgives_is_left_alone(flags, container):
    assert said("TRT020", deployment(MODELS, *flags, container=container)) == []


@pytest.mark.parametrize(
    "flags", [(), ("--exit-on-error=true",), ("--exit-on-error=false", "--strict-readiness=false")]
)
def test_a_startup_probe_on_ready_is_well_where_a_failed_model_ends_the_process_or_does_not_count(flags):
    manifest = deployment(MODELS, *flags, container=probe("startup", "/v2/health/ready"))
    assert said("TRT021", manifest) == []


def test_readiness_may_be_the_business_of_one_model():
    manifest = deployment(MODELS, container=probe("readiness", "/v2/models/bert/ready"))
    assert [said(rule, manifest) for rule in ("TRT022", "TRT023", "TRT025")] == [[], [], []]


def test_a_startup_probe_holds_requests_back_until_the_start_only():
    manifest = deployment(MODELS, container=HTTP + probe("startup")) + service()
    report = checks.run(yamlio.load_manifests(manifest, "f.yaml"), select=["TRT024"])
    assert [finding.severity for finding in report.findings] == ["warning"]


def test_a_service_that_only_scrapes_needs_no_readiness():
    assert said("TRT024", deployment(MODELS) + service("[{name: metrics, port: 8002}]")) == []


@pytest.mark.parametrize(
    "path", ["/v2", "/v2/", "/v2/health/live?verbose=1", "/v2/models/bert/versions/1/ready"]
)
def test_paths_that_triton_answers(path):
    assert said("TRT025", deployment(MODELS, container=probe("liveness", path))) == []


@pytest.mark.parametrize("path", ["/", "/health", "/api/health/ready", "/v2/health", "/v1/models/bert"])
def test_paths_that_triton_does_not_have(path):
    assert said("TRT025", deployment(MODELS, container=probe("liveness", path)))


def test_a_path_of_another_process_in_the_pod_is_not_tritons():
    sidecar = "- name: proxy\n  image: envoyproxy/envoy:v1.31.0\n"
    manifest = deployment(MODELS, container=probe("liveness", "/healthz", "9901"), pod=sidecar)
    assert [said(rule, manifest) for rule in ("TRT025", "TRT026")] == [[], []]


@pytest.mark.parametrize(
    ("flags", "container", "told"),
    [
        (("--allow-http=false",), probe("readiness"), "asks http, which `--allow-http=false` turns off"),
        ((), probe("readiness", port="8001"), "asks port 8001 for http, which is Triton's port of grpc"),
        (
            (),
            "readinessProbe: {grpc: {port: 8000}}\n",
            "asks port 8000 for grpc, which is Triton's port of http",
        ),
        (
            ("--grpc-port=9001",),
            "livenessProbe: {grpc: {port: 8001}}\n",
            "asks port 8001, where nothing listens",
        ),
    ],
)
def test_probes_of_the_wrong_endpoint(flags, container, told):
    (message,) = said("TRT026", deployment(MODELS, *flags, container=container))
    assert told in message


@pytest.mark.parametrize(
    "container",
    [
        probe("readiness"),
        HTTP + probe("readiness", port="http"),
        probe("liveness", "/metrics", "8002"),
        "livenessProbe: {grpc: {port: 8001}}\n",
        "livenessProbe: {tcpSocket: {port: 8001}}\n",
        "livenessProbe: {exec: {command: [curl, -f, localhost:8000/v2/health/live]}}\n",
        probe("liveness", port="8080"),
    ],
)
def test_probes_of_the_right_endpoint_or_of_none(container):
    assert said("TRT026", deployment(MODELS, container=container)) == []


def test_a_probe_that_brings_the_key_may_use_a_restricted_api():
    header = "httpHeaders: [{name: Admin, value: swordfish}]"
    manifest = deployment(
        "--http-restricted-api=health:admin=swordfish",
        container=f"readinessProbe: {{httpGet: {{path: /v2/health/ready, port: 8000, {header}}}}}\n",
    )
    assert said("TRT028", manifest) == []


@pytest.mark.parametrize(
    ("flags", "container", "pod"),
    [
        ((), "", ""),
        ((), SLEEPS, "terminationGracePeriodSeconds: 45\n"),
        (("--exit-timeout-secs=10",), SLEEPS, ""),
        ((), "lifecycle: {preStop: {exec: {command: [/drain.sh]}}}\n", ""),
        (("--exit-timeout-secs=$(SECONDS)",), SLEEPS + "envFrom: [{configMapRef: {name: c}}]\n", ""),
    ],
)
def test_a_grace_period_that_suffices_or_cannot_be_judged(flags, container, pod):
    assert said("TRT030", deployment(MODELS, *flags, container=container, pod=pod)) == []


@pytest.mark.parametrize(
    "command", ["[sleep, '15']", "[sh, -c, 'sleep 15 && echo bye']", "[/bin/sh, -c, sleep 15]"]
)
def test_a_sleep_in_a_command_counts(command):
    manifest = deployment(MODELS, container=f"lifecycle: {{preStop: {{exec: {{command: {command}}}}}}}\n")
    assert said("TRT030", manifest) == [
        "30 s of grace are less than preStop (15 s) and `--exit-timeout-secs` (30 s)"
    ]


def test_a_server_that_no_service_leads_to_may_stop_at_once():
    assert said("TRT031", deployment(MODELS) + service("[{name: metrics, port: 8002}]")) == []


def test_two_servers_with_ports_of_their_own_share_a_pod():
    other = "- name: other\n  image: nvcr.io/nvidia/tritonserver:26.07-py3\n  args: [tritonserver, {}]\n"
    apart = "--http-port=1, --grpc-port=2, --metrics-port=3"
    assert said("TRT018", deployment(MODELS, pod=other.format(apart))) == []
    assert len(said("TRT018", deployment(MODELS, pod=other.format("--http-port=1")))) == 2


def test_a_sleep_that_the_shell_ignores_takes_no_time():
    hook = 'lifecycle: {preStop: {exec: {command: [/bin/sh, -c, touch, "/tmp/shutdown;", "sleep 60"]}}}\n'
    manifest = deployment(MODELS, container=hook, pod="terminationGracePeriodSeconds: 60\n")
    assert said("TRT030", manifest) == []
