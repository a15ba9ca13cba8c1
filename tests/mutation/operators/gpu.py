"""GPUs as pods ask for them: resources, nodes, tolerations, claims."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from mutation.bases import Base, Object, identity
from mutation.changes import appended, dropped, having, lacking, misspelt, misspelt_in, text, to
from mutation.mistakes import At, Mutant, Operator, deletion, mistake
from mutation.operators.names import SERVING, WORKLOADS
from mutation.places import places, put

LIMITS = "pod spec containers * resources"
CLAIMS = ("ResourceClaimTemplate", "CronJob")


def _resource(name: str, renamed: dict[str, str]) -> Operator:
    """Ask for another resource, in requests and limits alike."""

    def make(base: Base, random: Random) -> Iterator[Mutant]:
        for obj in base.of_kinds(WORKLOADS):
            for path, resources in places(obj, LIMITS):
                changed = {part: _keys(each, renamed) for part, each in resources.items()}
                if changed != resources:
                    new = put(obj, path, changed)
                    what = f"{identity(obj)[0]} {identity(obj)[2]}"
                    yield Mutant(base, what, base.without(obj, new), frozenset({identity(obj)}))

    return Operator(name, make)


def _keys(amounts: Any, renamed: dict[str, str]) -> Any:
    return (
        {renamed.get(key, key): value for key, value in amounts.items()}
        if isinstance(amounts, dict)
        else amounts
    )


def _amount(name: str, parts: tuple[str, ...], amount: str, bases: tuple[str, ...] = ()) -> Operator:
    """Ask for another number of the GPU resource, in these parts of ``resources``."""

    def make(base: Base, random: Random) -> Iterator[Mutant]:
        for obj in At(WORKLOADS, LIMITS, bases=bases).objects(base):
            for path, resources in places(obj, LIMITS):
                new = {
                    part: _gpus(each, amount) if part in parts else each for part, each in resources.items()
                }
                if new != resources:
                    what = f"{identity(obj)[0]} {identity(obj)[2]}"
                    changed = put(obj, path, new)
                    yield Mutant(base, what, base.without(obj, changed), frozenset({identity(obj)}))

    return Operator(name, make)


def _gpus(amounts: Any, amount: str) -> Any:
    if not isinstance(amounts, dict):
        return amounts
    found = {key: amount if key.startswith("nvidia.com/") else value for key, value in amounts.items()}
    return {key: value for key, value in found.items() if value}


def _has_gpu(obj: Object) -> bool:
    return "nvidia.com/" in str([each for _, each in places(obj, LIMITS)])


BOTH = ("requests", "limits")

RESOURCES = (
    _resource(
        "ask for whole GPUs instead of slices",
        {"nvidia.com/mig-1g.10gb": "nvidia.com/gpu", "nvidia.com/mig-3g.40gb": "nvidia.com/gpu"},
    ),
    _resource("forget that shares are renamed", {"nvidia.com/gpu.shared": "nvidia.com/gpu"}),
    _resource("ask for a share where GPUs are whole", {"nvidia.com/gpu": "nvidia.com/gpu.shared"}),
    _resource(
        "ask for a slice that is not cut",
        {
            "nvidia.com/mig-1g.10gb": "nvidia.com/mig-2g.20gb",
            "nvidia.com/mig-3g.40gb": "nvidia.com/mig-2g.20gb",
        },
    ),
    _resource(
        "ask for a slice that does not exist",
        {
            "nvidia.com/mig-1g.10gb": "nvidia.com/mig-1g.11gb",
            "nvidia.com/mig-3g.40gb": "nvidia.com/mig-3g.44gb",
        },
    ),
    _resource(
        "misspell the GPU resource",
        {
            "nvidia.com/gpu": "nvidia.com/gpus",
            "nvidia.com/gpu.shared": "nvidia.com/gpu-shared",
            "nvidia.com/mig-1g.10gb": "nvidia.com/mig-1g-10gb",
        },
    ),
    _amount("request a GPU without a limit", ("limits",), ""),
    _amount("request fewer GPUs than the limit", ("limits",), "2"),
    _amount("ask for half a GPU", BOTH, "500m"),
    _amount("ask for more GPUs than a node has", BOTH, "64"),
    _amount("forget the GPU", BOTH, "", ("written",)),
)

NODES = (
    mistake("drop a toleration", At(SERVING, "pod spec tolerations"), dropped),
    mistake("misspell a toleration's key", At(SERVING, "pod spec tolerations * key"), misspelt),
    mistake("tolerate another effect", At(SERVING, "pod spec tolerations * effect"), to("NoExecute")),
    mistake(
        "tolerate another value",
        At(SERVING, "pod spec tolerations *"),
        having(operator="Equal", value="true"),
    ),
    mistake("drop the runtime class", At(SERVING, "pod spec runtimeClassName", bases=("prod",)), dropped),
    mistake("misspell a node selector's value", At(SERVING, "pod spec nodeSelector *"), misspelt),
    mistake(
        "misspell a node selector's key",
        At(SERVING, "pod spec"),
        lambda spec, random: (
            {
                **spec,
                "nodeSelector": {
                    misspelt(key, random): value for key, value in spec.get("nodeSelector", {}).items()
                },
            }
            if spec.get("nodeSelector")
            else spec
        ),
    ),
    mistake(
        "select the product's other name",
        At(SERVING, "pod spec nodeSelector nvidia.com/gpu.product"),
        text("$", "-SHARED"),
    ),
    mistake(
        "misspell an affinity's key",
        At(
            SERVING,
            "pod spec affinity nodeAffinity requiredDuringSchedulingIgnoredDuringExecution nodeSelectorTerms * "
            "matchExpressions * key",
        ),
        misspelt,
    ),
    mistake(
        "want an impossible affinity",
        At(
            SERVING,
            "pod spec affinity nodeAffinity requiredDuringSchedulingIgnoredDuringExecution nodeSelectorTerms * "
            "matchExpressions * values",
        ),
        to(["pending-reboot"]),
    ),
    mistake(
        "show a container all GPUs",
        At(SERVING, "pod spec containers name=triton env", lambda obj: not _has_gpu(obj)),
        appended({"name": "NVIDIA_VISIBLE_DEVICES", "value": "all"}),
    ),
    mistake(
        "choose a CUDA device by number",
        At(SERVING, "pod spec containers name=triton env", _has_gpu),
        appended({"name": "CUDA_VISIBLE_DEVICES", "value": "3"}),
    ),
    mistake(
        "change what a node advertises",
        At(("Node",), "status"),
        lambda status, random: {
            part: {
                key: value
                for key, value in amounts.items()
                if value == "0" or not key.startswith("nvidia.com/")
            }
            for part, amounts in status.items()
        },
        WORKLOADS,
    ),
    mistake(
        "add a taint to the GPU nodes",
        At(("Node",), "spec taints"),
        appended({"key": "example.com/reserved", "value": "batch", "effect": "NoSchedule"}),
        WORKLOADS,
    ),
    mistake(
        "give the quota a key of requests without the prefix",
        At(("ResourceQuota",), "spec hard"),
        lambda hard, random: {key.removeprefix("requests."): value for key, value in hard.items()},
    ),
    mistake(
        "give the quota too few GPUs",
        At(("ResourceQuota",), "spec hard"),
        lambda hard, random: {key: "1" if "nvidia.com" in key else value for key, value in hard.items()},
    ),
    mistake(
        "give the quota a resource that nobody has",
        At(("ResourceQuota",), "spec hard"),
        lambda hard, random: {
            key.replace("mig-1g.10gb", "mig-1g.5gb").replace("gpu.shared", "gpu.mps"): value
            for key, value in hard.items()
        },
    ),
)

CLAIMED = (
    mistake(
        "misspell a device class",
        At(CLAIMS, "spec spec devices requests * exactly deviceClassName"),
        misspelt,
    ),
    mistake(
        "misspell a claim template",
        At(CLAIMS, "pod spec resourceClaims * resourceClaimTemplateName"),
        misspelt,
    ),
    mistake(
        "use a claim under another name",
        At(CLAIMS, "pod spec containers * resources claims * name"),
        misspelt,
    ),
    mistake(
        "use a request under another name",
        At(CLAIMS, "pod spec containers * resources claims * request"),
        misspelt,
    ),
    mistake(
        "misspell an attribute",
        At(CLAIMS, "spec spec devices requests * exactly selectors * cel expression"),
        misspelt_in(r"\]\.(\w+)"),
    ),
    mistake(
        "read an attribute of another driver",
        At(CLAIMS, "spec spec devices requests * exactly selectors * cel expression"),
        text(r"gpu\.nvidia\.com", "nvidia.com"),
    ),
    mistake(
        "want a profile that does not exist",
        At(CLAIMS, "spec spec devices requests * exactly selectors * cel expression"),
        text(r"1g\.10gb", "1g.11gb"),
    ),
    mistake(
        "claim a GPU by the class of slices",
        At(CLAIMS, "spec spec devices requests * exactly deviceClassName"),
        to("gpu.nvidia.com"),
    ),
    mistake(
        "declare a claim that no container uses",
        At(CLAIMS, "pod spec containers * resources"),
        lacking("claims"),
    ),
    deletion("delete a claim template", ("ResourceClaimTemplate",), ("CronJob",)),
)

OPERATORS = (*RESOURCES, *NODES, *CLAIMED)
