"""K8S072: a variable has one source, and a name that the API server takes."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.catalogue import minor
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.pods import (
    containers_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_STRICT = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*")
_RELAXED = re.compile(r"[\x20-\x3c\x3e-\x7e]+")
_RELAXED_SINCE = (1, 32)


def check(world: World) -> Verdicts:
    name_form = _RELAXED if minor(world.kubernetes) >= _RELAXED_SINCE else _STRICT
    for container in world.derived(containers_with).get("env", ()):
        for number, variable in items(container.data, "env"):
            path = (*container.path, "env", number)
            name = variable.get("name")
            if isinstance(name, str) and not name_form.fullmatch(name):
                message = f"`{name}` is no name of a variable"
                yield Breach(
                    container.workload.resource, (*path, "name"), message, "use letters, digits and _"
                )
            sources = mapping(variable, "valueFrom")
            if variable.get("value") and sources:
                message = f"`{name}` has both `value` and `valueFrom`"
                yield Breach(container.workload.resource, (*path, "valueFrom"), message)
            elif sum(given is not None for given in sources.values()) > 1:
                message = (
                    f"`{name}` comes from {' and '.join(map(str, sources))}, and may come from one of them"
                )
                yield Breach(container.workload.resource, (*path, "valueFrom"), message)


RULE = Rule(
    id="K8S072",
    title="A variable has two sources, or no proper name",
    severity=Severity.ERROR,
    why="The API server refuses the object: `may not be specified when value is not empty`. Overriding a "
    "chart's `valueFrom` with a plain `value` does this, since Helm merges the two.",
    fix="keep one source; in Helm values set the other one to null",
    sources=("kubernetes/kubernetes:pkg/apis/core/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    env: [{name: NODE, value: gpu-1, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    env: [{name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}, {name: REGION, value: eu-west-1}]
""",
)
