"""TRT063: there is one cache, with what it needs."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.arguments import as_number
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        caches: dict[str, dict[str, str]] = {}
        flags = server.flags("cache-config")
        for text in (flag.text or "" for flag in flags):
            name, _, setting = text.partition(",")
            key, _, given = setting.partition("=")
            caches.setdefault(name, {})[key] = given
        if "" in caches or not caches:
            continue
        where = flags[-1].value_path
        if len(caches) > 1:
            yield Breach(
                server.resource, where, f"there are {len(caches)} caches: {', '.join(caches)}", "keep one"
            )
        elif "local" in caches and not as_number(caches["local"].get("size", "")):
            yield Breach(server.resource, where, "the local cache has no size", "add size=<bytes>")


RULE = Rule(
    id="TRT063",
    title="Triton cannot set up the cache",
    severity=Severity.ERROR,
    why="Triton takes one cache only, and the local one needs its size: otherwise it exits with `found "
    "multiple cache configurations` or `config didn't contain a valid 'size' field`.",
    fix="configure one cache; for `local`, give `size` in bytes",
    sources=(
        "triton-inference-server/server:docs/user_guide/response_cache.md",
        "triton-inference-server/core:src/server.cc",
        "triton-inference-server/local_cache:src/local_cache.cc",
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
        args:
        - tritonserver
        - --model-repository=gs://models
        - '--cache-config=local,size=104857600'
        - '--cache-config=redis,host=redis'
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
        args:
        - tritonserver
        - --model-repository=gs://models
        - '--cache-config=redis,host=redis'
        - '--cache-config=redis,port=6379'
""",
)
