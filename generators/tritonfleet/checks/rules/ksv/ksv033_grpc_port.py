"""KSV033: a model that speaks gRPC declares its gRPC port first."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.ports import model_ports
from tritonfleet.checks.kserve.services import InferenceService, inference_services
from tritonfleet.checks.kserve.shipped import shipped
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        model = service.model
        if model is None or not model.protocol.startswith("grpc"):
            continue
        path, ports = model_ports(world, service)
        if not ports and _known_to_have_none(service):
            message = (
                f"the protocol is {model.protocol} and no port is declared: the Service leads to 8080, HTTP"
            )
            fix = "declare `ports: [{name: h2c, containerPort: 9000}]`"
            yield Breach(service.resource, path[:-1], message, fix)
        elif ports and not _grpc(ports[0].get("name")):
            message = (
                f"the protocol is {model.protocol}, and the first port is {ports[0].get('name', 'unnamed')}"
            )
            yield Breach(service.resource, path, message)


def _known_to_have_none(service: InferenceService) -> bool:
    """Whether the runtime is one that declares no ports: all that KServe ships; one of your own may."""
    model = service.model
    return model is not None and (not model.runtime or model.runtime in shipped()["runtimes"])


def _grpc(name: object) -> bool:
    return isinstance(name, str) and ("grpc" in name or "h2c" in name)


RULE = Rule(
    id="KSV033",
    title="gRPC requests reach the HTTP port",
    severity=Severity.ERROR,
    why="Clients get `UNAVAILABLE` or a protocol error although the model is ready. KServe makes port 80 "
    "of the Service from the container's first port, or from 8080 when none is declared, and takes it for "
    "gRPC only by its name.",
    fix="declare the gRPC port first, with a name that has h2c or grpc in it",
    sources=(
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/reconcilers/service/service_reconciler.go",
        "kserve/kserve#2961",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model:
      modelFormat: {name: triton}
      runtimeVersion: 26.07-py3
      protocolVersion: grpc-v2
      storageUri: "s3://models/resnet"
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model:
      modelFormat: {name: triton}
      runtimeVersion: 26.07-py3
      protocolVersion: grpc-v2
      storageUri: s3://models/resnet
      ports: [{name: h2c, containerPort: 9000}]
""",
)
