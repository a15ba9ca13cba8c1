"""KSV053: quantities of an InferenceService stand as KServe's webhook writes them back."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks import needs
from tritonfleet.checks.argocd import applications
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.canonical import canonical
from tritonfleet.checks.kserve.services import InferenceService, inference_services
from tritonfleet.checks.objects import Path, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_ARGO_CD = "argocd.argoproj.io/"


def check(world: World) -> Verdicts:
    rewritten = [breach for service in inference_services(world) for breach in _rewritten(service)]
    if rewritten and not _by_argo_cd(world):
        yield Undecided(needs.version("argocd"))
    else:
        yield from rewritten


def _by_argo_cd(world: World) -> bool:
    """Whether Argo CD applies these objects: nothing else minds the difference."""
    if "argocd" in world.facts.versions or applications(world):
        return True
    services = inference_services(world)
    return any(str(key).startswith(_ARGO_CD) for service in services for key in service.annotations)


def _rewritten(service: InferenceService) -> Iterator[Breach]:
    for path in _resources(service):
        for kind in ("requests", "limits"):
            for resource, given in mapping(service.resource.data, *path, kind).items():
                wanted = canonical(given)
                if wanted is not None and given != wanted:
                    where = (*path, kind, str(resource))
                    message = f"{resource} is {given!r}, which the webhook writes back as '{wanted}'"
                    mend = Mend("set", where, wanted)
                    yield Breach(service.resource, where, message, f'write "{wanted}"', mend=mend)


def _resources(service: InferenceService) -> Iterator[Path]:
    if service.model is not None:
        yield (*service.model.path, "resources")
    for component in service.components:
        for number, _ in items(component.spec, "containers"):
            yield (*component.path, "containers", number, "resources")


RULE = Rule(
    id="KSV053",
    title="KServe rewrites the quantity",
    severity=Severity.INFO,
    why="Argo CD shows the InferenceService OutOfSync for ever, and with self-heal applies it again and "
    "again: KServe's webhook reads the object and writes it back with quantities in their canonical form, "
    "1024Mi as 1Gi and the number 1 as text, and Argo CD compares a custom resource as text.",
    fix="write the canonical form in quotes",
    sources=(
        "argoproj/argo-cd#12463",
        "argoproj/argo-cd:docs/user-guide/diffing.md",
        "kubernetes/apimachinery:pkg/api/resource/quantity.go",
    ),
    check=check,
    needs=(needs.version("argocd"),),
    facts=Facts(versions={"argocd": "v3.6.1"}),
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model:
      modelFormat: {name: triton}
      runtimeVersion: 26.07-py3
      storageUri: s3://models/resnet
      resources: {limits: {cpu: "1.5", memory: 8192Mi, nvidia.com/gpu: 1}}
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
      storageUri: s3://models/resnet
      resources: {limits: {cpu: 1500m, memory: 8Gi, nvidia.com/gpu: "1"}}
""",
)
