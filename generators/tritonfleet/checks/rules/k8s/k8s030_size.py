"""K8S030: a ConfigMap or Secret fits into etcd."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_MOST = 1 << 20


def check(world: World) -> Verdicts:
    for held in world.index.of_kind("ConfigMap", "Secret"):
        size = content_size(held)
        if size > _MOST:
            message = f"the content is {size:,} bytes, more than the {_MOST:,} that the API server takes"
            yield Breach(held, ("data",), message)


def content_size(held: Resource) -> int:
    """The bytes of a ConfigMap's or Secret's values; base64 counts as what it stands for."""
    encoded = ("data", "binaryData") if held.kind == "Secret" else ("binaryData",)
    size = 0
    for field in ("data", "binaryData", "stringData"):
        for text in mapping(held.data, field).values():
            if isinstance(text, str):
                length = len(text) if text.isascii() else len(text.encode(errors="replace"))
                size += length * 3 // 4 if field in encoded else length
    return size


RULE = Rule(
    id="K8S030",
    title="A ConfigMap or Secret is too large",
    severity=Severity.ERROR,
    why="The API server answers `Too long: must have at most 1048576 bytes`. Models, label files and large "
    "dashboards put into ConfigMaps do this, and Helm's own release Secret has the same limit.",
    fix="keep large files in a volume, an image or an object store, or split the object",
    sources=("kubernetes/kubernetes:pkg/apis/core/validation/validation.go", "helm/helm#7126"),
    check=check,
    fails=f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: labels, namespace: prod}}
data: {{labels.txt: "{"cat," * 300_000}"}}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: labels, namespace: prod}
data: {labels.txt: "cat,dog"}
""",
)
