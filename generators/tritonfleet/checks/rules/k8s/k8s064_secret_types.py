"""K8S064: a Secret holds what its type promises."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_KEYS = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}
_ACCOUNT = "kubernetes.io/service-account.name"


def check(world: World) -> Verdicts:
    for secret in world.index.of_kind("Secret"):
        kind = secret.data.get("type")
        if secret.group or not isinstance(kind, str):
            continue
        held = {*mapping(secret.data, "data"), *mapping(secret.data, "stringData")}
        missing = [key for key in _KEYS.get(kind, ()) if key not in held]
        if missing:
            yield Breach(secret, ("type",), f"a Secret of type {kind} needs {listed(missing)}")
        if kind == "kubernetes.io/basic-auth" and not held & {"username", "password"}:
            yield Breach(secret, ("type",), f"a Secret of type {kind} needs `username` or `password`")
        token = kind == "kubernetes.io/service-account-token"
        if token and not mapping(secret.data, "metadata", "annotations").get(_ACCOUNT):
            yield Breach(secret, ("type",), f"a Secret of type {kind} needs the annotation `{_ACCOUNT}`")


RULE = Rule(
    id="K8S064",
    title="A Secret lacks what its type promises",
    severity=Severity.ERROR,
    why="The API server refuses the object with `Required value`; a gateway that names the Secret then serves "
    "no TLS, and pods that pull by it stay in ImagePullBackOff.",
    fix="add the keys, or use the type Opaque",
    sources=("kubernetes/kubernetes:pkg/apis/core/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Secret
metadata: {name: edge, namespace: prod}
type: kubernetes.io/tls
stringData: {cert.pem: "", key.pem: ""}
""",
    passes="""\
apiVersion: v1
kind: Secret
metadata: {name: edge, namespace: prod}
type: kubernetes.io/tls
stringData: {tls.crt: "", tls.key: ""}
""",
)
