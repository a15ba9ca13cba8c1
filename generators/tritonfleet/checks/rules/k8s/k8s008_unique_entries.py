"""K8S008: entries of a list that is keyed by name have different names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, items, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_IN_CONTAINER = (
    ("env", ("name",)),
    ("ports", ("name",)),
    ("ports", ("containerPort", "protocol")),
    ("volumeMounts", ("mountPath",)),
)
_IN_SERVICE = (("ports", ("name",)), ("ports", ("port", "protocol")))
_DEFAULTS = {"protocol": "TCP"}


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        spec_path = (*workload.path, "spec")
        containers: dict[str, Path] = {}
        for path, container in workload.containers:
            name = str(container.get("name"))
            if containers.setdefault(name, path) != path:
                yield Breach(workload.resource, (*path, "name"), f"there is another container `{name}`")
            for field, keys in _IN_CONTAINER:
                if field in container:
                    for where, what in _repeated(container, path, field, keys):
                        yield Breach(workload.resource, where, what)
        for where, what in _repeated(workload.spec, spec_path, "volumes", ("name",)):
            yield Breach(workload.resource, where, what)
    for service in world.index.of_kind("Service"):
        for field, keys in _IN_SERVICE:
            for where, what in _repeated(service.data.get("spec"), ("spec",), field, keys):
                yield Breach(service, where, what)


def _repeated(owner: Any, path: Path, field: str, keys: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    """Where an entry repeats the keys of an earlier one, and how to say so."""
    given = value(owner, field)
    if type(given) is not list or len(given) < 2:
        return
    if len(keys) == 1 and len({str(entry.get(keys[0], number)) for number, entry in items(given)}) == len(
        given
    ):
        return
    seen: set[tuple[str, ...]] = set()
    for number, entry in items(given):
        if keys[0] not in entry:
            continue
        identity = tuple([str(entry.get(key, _DEFAULTS.get(key, ""))) for key in keys])
        if identity in seen:
            yield (
                (*path, field, number, keys[0]),
                f"an earlier entry of `{field}` has {keys[0]} {identity[0]} too",
            )
        seen.add(identity)


RULE = Rule(
    id="K8S008",
    title="A list repeats a name",
    severity=Severity.ERROR,
    why="Server-side apply, the default of Helm 4, refuses two entries with one key; client-side apply "
    "keeps the last and drops the other silently.",
    fix="merge the entries, or rename one",
    sources=(
        "kubernetes/kubernetes:staging/src/k8s.io/api/core/v1/types.go",
        "helm/helm-www:docs/overview.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    env: [{name: OMP_NUM_THREADS, value: "1"}, {name: OMP_NUM_THREADS, value: "4"}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    env: [{name: OMP_NUM_THREADS, value: "1"}, {name: TZ, value: UTC}]
    ports: [{name: dns, containerPort: 53, protocol: UDP}, {name: dns-tcp, containerPort: 53}]
""",
)
