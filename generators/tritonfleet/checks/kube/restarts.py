"""Whether a change of a ConfigMap or Secret reaches the pods that use it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tritonfleet.checks.objects import Resource, Workload, items, mapping
from tritonfleet.checks.references import Reference
from tritonfleet.checks.world import World

_HASHED = re.compile(r".+-(?:(?=[a-z0-9]*\d)[0-9a-f]{6,64}|[2456789bcdfghkmt]{10})")
"""A name that ends in a digest: hexadecimal, or in kustomize's alphabet (kustomize:api/hasher/hasher.go)."""
_TRACKED = re.compile(
    r"(?i)checksum|\bsha|sha256|hash|digest|config-?version|revision|restart|rollme|timestamp"
)
_DIGEST = re.compile(r"[0-9a-f]{16,128}")
_RELOADER = re.compile(r"reloader\.stakater\.com/|wave\.pusher\.com/|configmap\.fabric8\.io/")


def restarts_by_itself(workload: Workload) -> bool:
    """Whether something in the pod template or around it restarts the pods on a change."""
    annotations = mapping(workload.template, "metadata", "annotations")
    own = mapping(workload.resource.data, "metadata", "annotations")
    if any(_TRACKED.search(str(k)) or _DIGEST.fullmatch(str(v)) for k, v in annotations.items()):
        return True
    if any(_RELOADER.match(str(key)) for key in (*own, *annotations)):
        return True
    return any("reload" in str(container.get("image")) for _, container in workload.containers)


def unwatched(
    world: World, workload: Workload, found: list[Reference]
) -> Iterator[tuple[Reference, Resource, bool]]:
    """The objects in the manifests that the pods read and that may change under one name.

    The flag says whether the pods go on with the old content for ever; a whole mounted volume is updated in
    place, but a program has to look again.
    """
    copied: set[str] | None = None
    for ref in found:
        held = world.index.get(ref.kind, workload.resource.namespace, str(ref.name))
        if held is None or held.data.get("immutable") is True or _HASHED.fullmatch(held.name):
            continue
        where = ref.path[len(workload.path) + 1 :]
        if where[0] == "imagePullSecrets":
            continue
        if where[0] != "volumes":
            yield ref, held, True
            continue
        copied = _copied(workload) if copied is None else copied
        yield ref, held, _volume(workload, ref) in copied


def _volume(workload: Workload, ref: Reference) -> str:
    number = ref.path[len(workload.path) + 2]
    found = dict(items(workload.spec, "volumes"))
    return str(found[int(number)].get("name"))


def _copied(workload: Workload) -> set[str]:
    """The volumes of which a container mounts a single file by `subPath`: that file is never updated."""
    return {
        mount["name"]
        for _, container in workload.containers
        for _, mount in items(container, "volumeMounts")
        if (mount.get("subPath") or mount.get("subPathExpr")) and isinstance(mount.get("name"), str)
    }
