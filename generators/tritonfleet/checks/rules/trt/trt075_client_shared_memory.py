"""TRT075: clients that share memory with Triton are allowed to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.options import Release
from tritonfleet.checks.world import World

_SHM = "/dev/shm"
_DEFAULT_SINCE = Release(26, 4)


def check(world: World) -> Verdicts:
    triton = {id(server.container) for server in servers(world)}
    for server in servers(world):
        if server.release is None or server.release < _DEFAULT_SINCE or server.workload is None:
            continue
        own = _volume_at_shm(server.container)
        if own is None or server.switched("allow-client-shm", default=False) is not False:
            continue
        for path, container in server.workload.containers:
            if path[-2] == "containers" and id(container) not in triton and _volume_at_shm(container) == own:
                message = f"container `{container.get('name')}` shares volume `{own}` at {_SHM} with `{server.name}`"
                flag = server.flag("allow-client-shm")
                yield Breach(server.resource, flag.path if flag else server.path, message)


def _volume_at_shm(container: Mapping[str, Any]) -> str | None:
    for _, mount in items(container, "volumeMounts"):
        if str(mount.get("mountPath")).rstrip("/") == _SHM:
            return str(mount.get("name"))
    return None


RULE = Rule(
    id="TRT075",
    title="A client shares memory with Triton, which does not allow it",
    severity=Severity.WARNING,
    why="Since 26.04 clients may register shared memory only with `--allow-client-shm=true`. A "
    "sidecar that passed its tensors through /dev/shm is refused after the upgrade, with an "
    "error about shared memory being disabled.",
    fix="set `--allow-client-shm=true`",
    sources=(
        "triton-inference-server/server:src/command_line_parser.cc@r26.04, OPTION_ALLOW_CLIENT_SHM",
        "triton-inference-server/server:docs/protocol/extension_shared_memory.md",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        volumeMounts: [{name: shm, mountPath: /dev/shm}]
      - name: client
        image: acme/client:1.0
        volumeMounts: [{name: shm, mountPath: /dev/shm}]
      volumes: [{name: shm, emptyDir: {medium: Memory, sizeLimit: 1Gi}}]
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models, --allow-client-shm=true]
        volumeMounts: [{name: shm, mountPath: /dev/shm}]
      - name: client
        image: acme/client:1.0
        volumeMounts: [{name: shm, mountPath: /dev/shm}]
      volumes: [{name: shm, emptyDir: {medium: Memory, sizeLimit: 1Gi}}]
""",
)
