"""KSV001: some runtime serves the model's format, version and protocol."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.choice import serving
from tritonfleet.checks.kserve.runtimes import Runtime
from tritonfleet.checks.kserve.services import InferenceService, Model, inference_services
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

KIND = "ClusterServingRuntime"


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        if service.model is not None and not service.model.runtime and service.mode != "ModelMesh":
            yield from _verdict(world, service, service.model)


def _verdict(world: World, service: InferenceService, model: Model) -> Verdicts:
    same = serving(world, service.resource.namespace, model.format)
    multi_node = "workerSpec" in mapping(service.resource.data, "spec", "predictor")
    if not model.format or any(r.offers(model, multi_node=multi_node) for r in same):
        return
    if not same and not world.facts.knows(KIND):
        yield Undecided(needs.existing(KIND))
        return
    # Another team may have a runtime of its own in the cluster, unless somebody said which there are.
    certain = world.facts.knows(KIND) or any(r.resource for r in same)
    severity = Severity.ERROR if certain else Severity.WARNING
    version = f" version {model.version}" if model.version else ""
    message = f"no runtime known here serves {model.format}{version} over {model.protocol} by itself"
    related = tuple(r.resource for r in same if r.resource)
    path, fix, mend = _mend(same, model)
    yield Breach(service.resource, path, message, fix, severity, related=related, mend=mend)


def _mend(same: list[Runtime], model: Model) -> tuple[tuple[str | int, ...], str, Mend | None]:
    auto = [r for r in same if r.serves(model, named=False) and not r.multi_node]
    if not model.stated and any(r.speaks("v2") for r in auto):
        path = (*model.path, "protocolVersion")
        return path, "set protocolVersion to v2", Mend("set", path, "v2")
    if auto:
        spoken = sorted({protocol for r in auto for protocol in r.protocols})
        return (*model.path, "protocolVersion"), f"use one of {', '.join(spoken)}", None
    by_name = [r.name for r in same if r.serves(model, named=True)]
    if by_name:
        return model.path, f"name the runtime: `runtime: {by_name[0]}`", None
    versions = sorted({f.version for r in same for f in r.formats if f.name == model.format and f.version})
    hint = f"versions served: {', '.join(versions)}; or add a ServingRuntime" if versions else ""
    return (*model.path, "modelFormat"), hint, None


RULE = Rule(
    id="KSV001",
    title="No serving runtime supports the model",
    severity=Severity.ERROR,
    why="The InferenceService never gets a pod; its status says `NoSupportingRuntime`. KServe compares "
    "format and version as text, looks only at runtimes with `autoSelect`, and takes protocol v1 where "
    "none is stated, which Triton does not speak: for onnx, tensorflow or tensorrt on Triton, v2 must be "
    "written down.",
    fix="set `protocolVersion`, a version that a runtime lists, or `runtime`",
    sources=(
        "kserve/kserve:pkg/apis/serving/v1beta1/predictor_model.go",
        "kserve/kserve:config/runtimes/kserve-tritonserver.yaml",
        "kserve/kserve#3176",
        "kserve/kserve#2372",
    ),
    check=check,
    needs=(needs.existing(KIND),),
    facts=Facts(external={KIND: ("kserve-tritonserver",)}),
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod}
spec:
  predictor:
    model:
      modelFormat: {name: tensorrt, version: "8"}
      runtimeVersion: 26.07-py3
      storageUri: "s3://models/resnet"
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod}
spec:
  predictor:
    model:
      modelFormat: {name: tensorrt, version: "8"}
      runtimeVersion: 26.07-py3
      protocolVersion: v2
      storageUri: "s3://models/resnet"
""",
)
