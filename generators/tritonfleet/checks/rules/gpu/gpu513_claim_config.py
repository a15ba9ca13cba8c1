"""GPU513: the configuration of a claim is one that NVIDIA's driver reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.claims import NVIDIA, claims
from tritonfleet.checks.gpu.hints import did_you_mean, listed
from tritonfleet.checks.gpu.selectors import published
from tritonfleet.checks.objects import Path, items, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for claim in claims(world):
        for number, entry in items(claim.data, "config"):
            opaque = mapping(entry, "opaque")
            if opaque.get("driver") == NVIDIA:
                path = (*claim.path, "config", number, "opaque", "parameters")
                for where, message, fix in _wrong(mapping(opaque, "parameters")):
                    yield Breach(claim.resource, (*path, *where), message, fix)


def _wrong(data: Mapping[str, Any]) -> Iterator[tuple[Path, str, str]]:
    config = published().config
    version, kind = data.get("apiVersion"), str(data.get("kind"))
    if version != config["apiVersion"]:
        yield ("apiVersion",), f"`apiVersion` is `{version}`", f"write {config['apiVersion']}"
    if kind not in config["kinds"]:
        fix = did_you_mean(kind, config["kinds"]) or f"one of {listed(config['kinds'])}"
        yield ("kind",), f"there is no kind `{kind}`", fix
        return
    known = ["apiVersion", "kind", *config["kinds"][kind]]
    yield from _unknown(data, (), known)
    sharing = mapping(data, "sharing")
    if sharing:
        yield from _unknown(sharing, ("sharing",), config["sharing"])
        yield from _unknown(mapping(sharing, "mpsConfig"), ("sharing", "mpsConfig"), config["mpsConfig"])
        yield from _values(sharing, config)


def _unknown(data: Mapping[str, Any], path: Path, known: Sequence[str]) -> Iterator[tuple[Path, str, str]]:
    for key in data:
        if key not in known:
            yield (
                (*path, key),
                f"unknown field `{key}`",
                did_you_mean(str(key), known) or f"known: {listed(known)}",
            )


def _values(sharing: Mapping[str, Any], config: Mapping[str, Any]) -> Iterator[tuple[Path, str, str]]:
    strategy, interval = sharing.get("strategy"), value(sharing, "timeSlicingConfig", "interval")
    for path, given, known in (
        (("sharing", "strategy"), strategy, config["strategies"]),
        (("sharing", "timeSlicingConfig", "interval"), interval or "Default", config["intervals"]),
    ):
        if given not in known:
            yield path, f"`{path[-1]}` is `{given}`", f"one of {listed(known)}"
    if strategy == "TimeSlicing" and sharing.get("mpsConfig"):
        yield ("sharing", "mpsConfig"), "`mpsConfig` does not go with strategy TimeSlicing", "remove it"
    if strategy == "MPS" and sharing.get("timeSlicingConfig"):
        yield (
            ("sharing", "timeSlicingConfig"),
            "`timeSlicingConfig` does not go with strategy MPS",
            "remove it",
        )


RULE = Rule(
    id="GPU513",
    title="NVIDIA's DRA driver refuses the configuration of the claim",
    severity=Severity.ERROR,
    why="The device is allocated and the pod then hangs in `ContainerCreating` with "
    "`FailedPrepareDynamicResources`: the driver decodes its parameters strictly when the pod starts, "
    "and refuses unknown kinds, fields and values.",
    fix="write the parameters as resource.nvidia.com/v1beta1 has them",
    sources=(
        "kubernetes-sigs/dra-driver-nvidia-gpu:api/nvidia.com/resource/v1beta1/api.go",
        "kubernetes-sigs/dra-driver-nvidia-gpu:api/nvidia.com/resource/v1beta1/sharing.go",
    ),
    check=check,
    fails="""\
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: bert-gpu, namespace: prod}
spec:
  spec:
    devices:
      requests:
      - name: gpu
        exactly: {deviceClassName: gpu.nvidia.com}
      config:
      - opaque:
          driver: gpu.nvidia.com
          parameters:
            apiVersion: resource.nvidia.com/v1beta1
            kind: GpuConfig
            sharing: {strategy: TimeSlice}
""",
    passes="""\
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: bert-gpu, namespace: prod}
spec:
  spec:
    devices:
      requests:
      - name: gpu
        exactly: {deviceClassName: gpu.nvidia.com}
      config:
      - opaque:
          driver: gpu.nvidia.com
          parameters:
            apiVersion: resource.nvidia.com/v1beta1
            kind: GpuConfig
            sharing: {strategy: TimeSlicing, timeSlicingConfig: {interval: Long}}
""",
)
