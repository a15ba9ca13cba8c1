"""What the values of the Pod become: one row a knob, all rendered in one Helm process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from chart_rendering import Helm, Rendered


@dataclass(frozen=True)
class Knob:
    """Values, what to look at, and what is expected there."""

    values: dict[str, Any]
    look: Callable[[Rendered], Any]
    expected: Any


def spec(r: Rendered) -> Any:
    return r["Deployment"]["spec"]


def gpu_limits(r: Rendered) -> Any:
    resources = r.container["resources"]
    return {k: v for k, v in resources["limits"].items() if "nvidia" in k}


def failure_threshold(r: Rendered) -> Any:
    return r.container["startupProbe"]["failureThreshold"]


def probe_paths(r: Rendered) -> Any:
    return [r.container[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "liveness", "readiness")]


def flag(name: str) -> Callable[[Rendered], Any]:
    return lambda r: [
        arg.partition("=")[2] for arg in r.args if arg.startswith(f"--{name}=") or arg == f"--{name}"
    ]


def env(name: str) -> Callable[[Rendered], Any]:
    return lambda r: r.env.get(name, {}).get("value")


def volume(name: str) -> Callable[[Rendered], Any]:
    return lambda r: next(v for v in r.pod["volumes"] if v["name"] == name)


PYTHON_MODEL = {"configMap": {"models": {"double": {"config.pbtxt": "x", "1/model.py": "y"}}}}

KNOBS = {
    "an autoscaler owns replicas": Knob({"replicas": None}, lambda r: "replicas" in spec(r), False),
    "no Pod at all is a number too": Knob({"replicas": 0}, lambda r: spec(r)["replicas"], 0),
    "Recreate has no surge": Knob(
        {"strategy": {"type": "Recreate"}}, lambda r: spec(r)["strategy"], {"type": "Recreate"}
    ),
    "a full pool replaces in place": Knob(
        {"strategy": {"maxSurge": 0, "maxUnavailable": 1}},
        lambda r: spec(r)["strategy"]["rollingUpdate"],
        {"maxSurge": 0, "maxUnavailable": 1},
    ),
    "percentages stay percentages": Knob(
        {"strategy": {"maxSurge": "25%"}}, lambda r: spec(r)["strategy"]["rollingUpdate"]["maxSurge"], "25%"
    ),
    "the deadline exceeds the startup budget": Knob(
        {"probes": {"startup": {"budgetSeconds": 4000}}, "minReadySeconds": 5},
        lambda r: spec(r)["progressDeadlineSeconds"],
        4605,
    ),
    "a deadline of one's own": Knob(
        {"progressDeadlineSeconds": 9000}, lambda r: spec(r)["progressDeadlineSeconds"], 9000
    ),
    "the startup budget is covered exactly": Knob(
        {"probes": {"startup": {"budgetSeconds": 240, "periodSeconds": 10}}}, failure_threshold, 24
    ),
    "the startup budget is rounded up": Knob(
        {"probes": {"startup": {"budgetSeconds": 241, "periodSeconds": 10}}}, failure_threshold, 25
    ),
    "live starts and restarts, ready only routes": Knob(
        {}, probe_paths, ["/v2/health/live", "/v2/health/live", "/v2/health/ready"]
    ),
    "the grace period adds up": Knob(
        {"shutdown": {"preStopSeconds": 20, "unloadSeconds": 7}, "server": {"exitTimeoutSeconds": 100}},
        lambda r: r.pod["terminationGracePeriodSeconds"],
        127,
    ),
    "preStop sleeps without a shell": Knob(
        {"shutdown": {"preStopSeconds": 20}},
        lambda r: r.container["lifecycle"],
        {"preStop": {"sleep": {"seconds": 20}}},
    ),
    "no wait, no hook": Knob(
        {"shutdown": {"preStopSeconds": 0}}, lambda r: "lifecycle" in r.container, False
    ),
    "a MIG slice": Knob(
        {"gpu": {"resource": "nvidia.com/mig-1g.10gb"}}, gpu_limits, {"nvidia.com/mig-1g.10gb": "1"}
    ),
    "a shared GPU": Knob(
        {"gpu": {"resource": "nvidia.com/gpu.shared"}}, gpu_limits, {"nvidia.com/gpu.shared": "1"}
    ),
    "request and limit of a GPU agree": Knob(
        {"gpu": {"count": 2}}, lambda r: r.container["resources"]["requests"]["nvidia.com/gpu"], "2"
    ),
    "no GPU, no GPU resource": Knob({"gpu": None}, gpu_limits, {}),
    "no GPU, no GPU metrics": Knob({"gpu": None}, flag("allow-gpu-metrics"), ["false"]),
    "no GPU, no GPU visible": Knob({"gpu": None}, env("NVIDIA_VISIBLE_DEVICES"), "void"),
    "a GPU is left to the runtime": Knob({}, env("NVIDIA_VISIBLE_DEVICES"), None),
    "an unset amount is not rendered": Knob(
        {"resources": {"limits": {"memory": None}}, "gpu": None},
        lambda r: "limits" in r.container["resources"],
        False,
    ),
    "more memory than a number holds is still more": Knob(
        {"resources": {"limits": {"memory": "20000P"}}},
        lambda r: r.container["resources"]["limits"]["memory"],
        "20000P",
    ),
    "a digest decides": Knob(
        {"image": {"digest": "sha256:" + "a" * 64}},
        lambda r: r.container["image"],
        "nvcr.io/nvidia/tritonserver:26.07-py3@sha256:" + "a" * 64,
    ),
    "a numeric tag stays text in labels": Knob(
        {"image": {"tag": "26.07"}},
        lambda r: r["Deployment"]["metadata"]["labels"]["app.kubernetes.io/version"],
        "26.07",
    ),
    "shared memory is a RAM disk": Knob(
        {"sharedMemory": {"size": "2Gi"}},
        lambda r: volume("shm")(r)["emptyDir"],
        {"medium": "Memory", "sizeLimit": "2Gi"},
    ),
    "a person's environment wins": Knob({"env": {"HOME": {"value": "/opt"}}}, env("HOME"), "/opt"),
    "text that YAML would misread stays text": Knob({"env": {"FLAG": {"value": "no"}}}, env("FLAG"), "no"),
    "a null toleration is dropped": Knob(
        {"tolerations": {"a": None}}, lambda r: "tolerations" in r.pod, False
    ),
    "without a key a toleration accepts every taint": Knob(
        {"tolerations": {"all": {}}}, lambda r: r.pod["tolerations"], [{"operator": "Exists"}]
    ),
    "a null spread is dropped": Knob(
        {"topologySpread": {"kubernetes.io/hostname": None, "topology.kubernetes.io/zone": None}},
        lambda r: "topologySpreadConstraints" in r.pod,
        False,
    ),
    "poll has an interval": Knob(
        {"server": {"modelControl": "poll", "pollSeconds": 20}}, flag("repository-poll-secs"), ["20"]
    ),
    "only poll has an interval": Knob({}, flag("repository-poll-secs"), []),
    "only true models are loaded": Knob(
        {"server": {"modelControl": "explicit", "loadModels": {"a": True, "b": False, "c": True}}},
        flag("load-model"),
        ["a", "c"],
    ),
    "auto-completion can be turned off": Knob(
        {"server": {"autoCompleteConfig": False}}, flag("disable-auto-complete-config"), [""]
    ),
    "memory becomes bytes": Knob(
        {"server": {"http": {"maxInputSize": "1.5Gi"}}}, flag("http-max-input-size"), ["1610612736"]
    ),
    "decimal memory becomes bytes": Knob(
        {"server": {"cache": {"size": "64M"}}}, flag("cache-config"), ["local,size=64000000"]
    ),
    "the pool is set on every GPU": Knob(
        {"server": {"cudaMemoryPool": "1Mi"}, "gpu": {"count": 2}},
        flag("cuda-memory-pool-byte-size"),
        ["0:1048576", "1:1048576"],
    ),
    "seconds become milliseconds": Knob(
        {"server": {"grpc": {"maxConnectionAgeSeconds": 300}}}, flag("grpc-max-connection-age"), ["300000"]
    ),
    "no retries is a number too": Knob(
        {"server": {"modelLoadRetries": 0}}, flag("model-load-retry-count"), ["0"]
    ),
    "large numbers stay whole": Knob(
        {"server": {"backendConfig": {"pytorch": {"threads": 1000000}}}},
        flag("backend-config"),
        ["pytorch,threads=1000000"],
    ),
    "a list repeats a flag": Knob(
        {"server": {"extraArgs": {"host-policy": ["a,numa-node=0", "b,numa-node=1"]}}},
        flag("host-policy"),
        ["a,numa-node=0", "b,numa-node=1"],
    ),
    "a null flag is dropped": Knob({"server": {"extraArgs": {"log-file": None}}}, flag("log-file"), []),
    "metrics off leave no port": Knob(
        {"server": {"metrics": {"enabled": False}}},
        lambda r: [p["name"] for p in r.container["ports"]],
        ["http", "grpc"],
    ),
    "resources of the rate limiter": Knob(
        {
            "server": {
                "rateLimit": {
                    "mode": "execution_count",
                    "resources": {"a": {"count": 4}, "b": {"devices": {"1": 2}}, "c": None},
                }
            }
        },
        flag("rate-limit-resource"),
        ["a:4", "b:2:1"],
    ),
    "a changed model restarts the Pods": Knob(
        {"modelRepository": PYTHON_MODEL},
        lambda r: len(spec(r)["template"]["metadata"]["annotations"]["checksum/models"]),
        64,
    ),
}


@pytest.fixture(scope="module")
def rendered(helm: Helm) -> dict[str, Rendered]:
    return helm.render_many({name: knob.values for name, knob in KNOBS.items()})


@pytest.mark.parametrize("name", KNOBS)
def test_knob(rendered: dict[str, Rendered], name: str) -> None:
    knob = KNOBS[name]
    assert knob.look(rendered[name]) == knob.expected


def test_a_pod_need_not_cover_the_shared_memory_of_a_device_plugin(helm: Helm) -> None:
    values = {"sharedMemory": {"mount": False, "size": "8Gi"}, "resources": {"limits": {"memory": "8Gi"}}}
    rendered = helm.render(values)
    assert [m["name"] for m in rendered.container["volumeMounts"]] == ["scratch", "models"]
    assert [v["name"] for v in rendered.pod["volumes"]] == ["scratch", "models"]


@pytest.mark.parametrize(
    ("name", "request_", "limit"),
    [
        ("cpu", "2", f"9{'0' * 20}m"),
        ("cpu", f"9{'0' * 20}m", f"9{'0' * 21}m"),
        ("memory", "1Gi", f"9{'0' * 20}Gi"),
    ],
)
def test_an_amount_above_64_bits_is_compared_as_what_it_is(
    helm: Helm, name: str, request_: str, limit: str
) -> None:
    rendered = helm.render({"resources": {"requests": {name: request_}, "limits": {name: limit}}})
    assert rendered.container["resources"]["limits"][name] == limit
