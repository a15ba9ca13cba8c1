"""KSV047: a model is cached once, on node groups that exist and have room."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import GROUP
from tritonfleet.checks.lookup import refers
from tritonfleet.checks.objects import Resource, value
from tritonfleet.checks.quantities import memory, shown
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

GROUPS = "LocalModelNodeGroup"


def check(world: World) -> Verdicts:
    first: dict[tuple[str, str], Resource] = {}
    for cache in world.index.of_kind("LocalModelCache", "LocalModelNamespaceCache"):
        if cache.group != GROUP:
            continue
        uri = value(cache.data, "spec", "sourceModelUri")
        other = first.setdefault((cache.namespace, str(uri)), cache)
        if isinstance(uri, str) and other is not cache and other.name != cache.name:
            message = f"{other} caches {uri} already"
            yield Breach(cache, ("spec", "sourceModelUri"), message, "keep one", related=(other,))
        yield from _groups(world, cache)


def _groups(world: World, cache: Resource) -> Verdicts:
    groups = value(cache.data, "spec", "nodeGroups")
    size = memory(value(cache.data, "spec", "modelSize"))
    known = [group.name for group in world.index.of_kind(GROUPS)]
    for number, name in enumerate(groups if isinstance(groups, list) else ()):
        path = ("spec", "nodeGroups", number)
        yield from refers(world, cache, path, name, kinds=(GROUPS,), namespace="", known=known)
        group = world.index.get(GROUPS, "", str(name))
        room = memory(value(group.data, "spec", "storageLimit")) if group else None
        if group and size and room is not None and size > room:
            message = f"the model is {shown(size)} large, {group} keeps {shown(room)} a node"
            yield Breach(cache, ("spec", "modelSize"), message, "raise `storageLimit`", related=(group,))


RULE = Rule(
    id="KSV047",
    title="The model cannot be cached",
    severity=Severity.ERROR,
    why="The webhook refuses a second cache of one URI. A node group that is missing or too small leaves "
    "the cache without copies, and pods wait for the claim of a model that is not there.",
    fix="name a LocalModelNodeGroup with room for the model",
    sources=(
        "kserve/kserve:pkg/webhook/admission/localmodelcache/localmodelcache_validator.go",
        "kserve/kserve:pkg/apis/serving/v1alpha1/local_model_cache_types.go",
    ),
    check=check,
    needs=(needs.existing(GROUPS),),
    fails="""\
apiVersion: serving.kserve.io/v1alpha1
kind: LocalModelNodeGroup
metadata: {name: a100}
spec: {storageLimit: 100Gi, persistentVolumeSpec: {}, persistentVolumeClaimSpec: {}}
---
apiVersion: serving.kserve.io/v1alpha1
kind: LocalModelCache
metadata: {name: llama}
spec: {sourceModelUri: "s3://models/llama", modelSize: 140Gi, nodeGroups: [a100]}
""",
    passes="""\
apiVersion: serving.kserve.io/v1alpha1
kind: LocalModelNodeGroup
metadata: {name: a100}
spec: {storageLimit: 500Gi, persistentVolumeSpec: {}, persistentVolumeClaimSpec: {}}
---
apiVersion: serving.kserve.io/v1alpha1
kind: LocalModelCache
metadata: {name: llama}
spec: {sourceModelUri: "s3://models/llama", modelSize: 140Gi, nodeGroups: [a100]}
""",
)
