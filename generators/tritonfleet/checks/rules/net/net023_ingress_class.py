"""NET023: an Ingress names its class once, by the field."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.ingresses import annotations_of
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_ANNOTATION = "kubernetes.io/ingress.class"


def check(world: World) -> Verdicts:
    for ingress in world.index.of_kind("Ingress"):
        named = annotations_of(ingress).get(_ANNOTATION)
        if named is None or ingress.group != "networking.k8s.io":
            continue
        path = ("metadata", "annotations", _ANNOTATION)
        field = value(ingress.data, "spec", "ingressClassName")
        if field:
            message = f"the class is `{named}` by annotation and `{field}` by `ingressClassName`"
            yield Breach(ingress, path, message, "drop the annotation", mend=Mend("remove", path))
        else:
            message = f"the class `{named}` is named by an annotation that Kubernetes deprecated in 1.18"
            yield Breach(ingress, path, message, f"set `ingressClassName: {named}`", Severity.INFO)


RULE = Rule(
    id="NET023",
    title="The class of an Ingress is named by annotation",
    severity=Severity.ERROR,
    why="With annotation and field the API server refuses to create the Ingress: `can not be set when the class "
    "field is also set`. With the annotation alone newer controllers may pass it over.",
    fix="name the class by `ingressClassName` only",
    sources=(
        "kubernetes/kubernetes:pkg/apis/networking/validation/validation.go",
        "kubernetes/website:content/en/docs/concepts/services-networking/ingress.md",
    ),
    check=check,
    fails="""\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod, annotations: {kubernetes.io/ingress.class: nginx}}
spec:
  ingressClassName: nginx
  defaultBackend: {service: {name: bert, port: {number: 8000}}}
""",
    passes="""\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod}
spec:
  ingressClassName: nginx
  defaultBackend: {service: {name: bert, port: {number: 8000}}}
""",
)
