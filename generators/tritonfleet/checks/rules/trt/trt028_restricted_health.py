"""TRT028: probes may use the health API."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.probes import Probe, probes
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for probe in probes(world):
        server = probe.server
        name = "grpc-restricted-protocol" if probe.grpc else "http-restricted-api"
        asks_health = probe.grpc or (probe.http or "").startswith("/v2/health")
        for flag in server.flags(name) if asks_health else ():
            apis, _, key = (flag.text or "").partition(":")
            if "health" in apis.split(",") and not _has_key(probe, key):
                message = f"`{probe.kind}` is refused: `--{name}` restricts health to those with a key"
                yield Breach(server.resource, probe.path, message)


def _has_key(probe: Probe, key: str) -> bool:
    header, _, secret = key.partition("=")
    given = ((h.get("name"), h.get("value")) for _, h in items(probe.data, "httpGet", "httpHeaders"))
    return any(str(name).lower() == header.lower() and text == secret for name, text in given)


RULE = Rule(
    id="TRT028",
    title="The health API is restricted, but a probe has no key",
    severity=Severity.ERROR,
    why="A restricted API answers 403 to requests without the agreed header. The kubelet's probes "
    "have none, so the pod never becomes ready or is restarted for ever.",
    fix="leave `health` out of the restriction, or add the header to httpGet.httpHeaders",
    sources=(
        "triton-inference-server/server:src/http_server.cc, RETURN_AND_RESPOND_IF_RESTRICTED",
        "triton-inference-server/server:docs/customization_guide/inference_protocols.md",
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
        - '--http-restricted-api=health,model-repository:admin=swordfish'
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
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
        args: [tritonserver, --model-repository=gs://models, '--http-restricted-api=model-repository:admin=swordfish']
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
""",
)
