"""KSV032: in Knative mode a pod has one port, named for its protocol."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.ports import model_ports
from tritonfleet.checks.kserve.services import KNATIVE, inference_services
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_NAMES = ("", "http1", "h2c")


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        if service.mode != KNATIVE:
            continue
        path, ports = model_ports(world, service)
        if len(ports) > 1:
            listed = ", ".join(str(port.get("containerPort")) for port in ports)
            yield Breach(service.resource, path, f"the container has {len(ports)} ports: {listed}")
        for number, port in enumerate(ports[:1]):
            name = str(port.get("name") or "")
            if name not in _NAMES:
                message = f"the port is named {name}"
                fix = "name it h2c for gRPC, http1 for HTTP"
                yield Breach(service.resource, (*path, number, "name"), message, fix)


RULE = Rule(
    id="KSV032",
    title="Knative refuses the container's ports",
    severity=Severity.ERROR,
    why="The InferenceService stays not ready: Knative's webhook refuses a revision with more than one "
    "port, or with a port name that is none of its protocols. So Triton's HTTP, gRPC and metrics ports "
    "cannot all be declared.",
    fix="keep one port, named h2c for gRPC or http1 for HTTP, or use Standard mode",
    sources=(
        "knative/serving:pkg/apis/serving/k8s_validation.go",
        "kserve/kserve#2376",
        "kserve/kserve#1499",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Knative}}
spec:
  predictor:
    model:
      modelFormat: {name: triton}
      runtimeVersion: 26.07-py3
      storageUri: s3://models/resnet
      ports: [{name: http1, containerPort: 8080}, {name: h2c, containerPort: 9000}]
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Knative}}
spec:
  predictor:
    model:
      modelFormat: {name: triton}
      runtimeVersion: 26.07-py3
      storageUri: s3://models/resnet
      ports: [{name: h2c, containerPort: 9000}]
""",
)
