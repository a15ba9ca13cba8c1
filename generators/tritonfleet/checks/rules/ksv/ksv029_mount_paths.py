"""KSV029: several models are mounted where KServe can put them."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.storage import Source, sources
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    by_component: dict[tuple[int, str], list[Source]] = {}
    for source in sources(world):
        if "storageUris" in source.path:
            key = (id(source.service), source.component.name)
            by_component.setdefault(key, []).append(source)
    for group in by_component.values():
        yield from _each(group)
        yield from _together([s for s in group if s.mount and not s.claim], group)


def _each(group: Sequence[Source]) -> Verdicts:
    for source in group:
        path = (*source.path[:-1], "mountPath")
        mount = source.mount
        if not isinstance(mount, str) or not mount:
            continue
        if not mount.startswith("/"):
            yield Breach(source.service.resource, path, f"`mountPath` {mount} is not absolute")
        elif mount == "/" or ".." in mount:
            yield Breach(source.service.resource, path, f"`mountPath` {mount} is not allowed")


def _together(downloads: Sequence[Source], group: Sequence[Source]) -> Verdicts:
    mounts = [str(source.mount) for source in downloads]
    absolute = all(mount.startswith("/") for mount in mounts)
    if len(mounts) > 1 and absolute and posixpath.commonpath(mounts) == "/":
        message = f"the models at {', '.join(mounts)} have no folder in common but `/`"
        path = downloads[0].path[:-2]
        yield Breach(
            group[0].service.resource, path, message, "mount them below one folder, such as /mnt/models"
        )


RULE = Rule(
    id="KSV029",
    title="A model cannot be mounted there",
    severity=Severity.ERROR,
    why="The webhook refuses the InferenceService. All downloads go into one volume, so their folders "
    "need a common parent; claims are mounted each by itself.",
    fix="use absolute paths below one folder, without `..`",
    sources=("kserve/kserve:pkg/apis/serving/v1beta1/inference_service_validation.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: bert, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    storageUris:
      - {uri: "s3://models/bert", mountPath: /models/bert}
      - {uri: "s3://adapters/legal", mountPath: /adapters/legal}
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: bert, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    storageUris:
      - {uri: "s3://models/bert", mountPath: /mnt/models/bert}
      - {uri: "s3://adapters/legal", mountPath: /mnt/models/adapters/legal}
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3}
""",
)
