"""TRT064: the local cache fits into the memory limit."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.quantities import memory, shown
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.arguments import as_number
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        limit = memory(value(server.container, "resources", "limits", "memory"))
        for flag in (*server.flags("cache-config"), *server.flags("response-cache-byte-size")):
            setting = flag.text or ""
            size = as_number(setting.removeprefix("local,size="))
            if limit is not None and size is not None and size >= limit:
                message = f"the cache of {shown(size)} does not fit into the memory limit of {shown(limit)}"
                yield Breach(server.resource, flag.value_path, message)


RULE = Rule(
    id="TRT064",
    title="The cache is larger than the container's memory",
    severity=Severity.ERROR,
    why="The local cache is a buffer inside the server's process. As it fills, the container reaches "
    "its limit and is killed (OOMKilled, exit code 137), hours after a start that looked well.",
    fix="lower the cache's size, or raise the memory limit",
    sources=(
        "triton-inference-server/local_cache:README.md",
        "kubernetes/website:content/en/docs/concepts/configuration/manage-resources-containers.md",
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
        args: [tritonserver, --model-repository=gs://models, '--cache-config=local,size=8589934592']
        resources: {limits: {memory: 8Gi}}
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
        args: [tritonserver, --model-repository=gs://models, '--cache-config=local,size=1073741824']
        resources: {limits: {memory: 8Gi}}
""",
)
