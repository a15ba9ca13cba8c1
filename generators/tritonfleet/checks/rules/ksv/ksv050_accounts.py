"""KSV050: the ServiceAccount of an InferenceService exists and opens the bucket."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import inference_services
from tritonfleet.checks.kserve.storage import sources
from tritonfleet.checks.lookup import refers
from tritonfleet.checks.objects import Resource, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

KIND = "ServiceAccount"
_ROLES = (
    "eks.amazonaws.com/role-arn",
    "serving.kserve.io/secretName",
    "serving.kserve.io/s3-useanoncredential",
)


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        namespace = service.resource.namespace
        for component in service.components:
            name = component.spec.get("serviceAccountName")
            if name == "default":
                continue
            known = [a.name for a in world.index.of_kind(KIND) if a.namespace == namespace] if name else []
            path = (*component.path, "serviceAccountName")
            yield from refers(
                world, service.resource, path, name, kinds=(KIND,), namespace=namespace, known=known
            )
    for source in sources(world):
        name = source.component.spec.get("serviceAccountName")
        namespace = source.service.resource.namespace
        account = world.index.get(KIND, namespace, str(name)) if source.uri.startswith("s3://") else None
        if account is not None and not _opens(account):
            message = f"the model is at {source.uri}, and {account} has neither `secrets` nor a role"
            path = (*source.component.path, "serviceAccountName")
            fix = "list the Secret with the keys under `secrets`, or annotate the role"
            yield Breach(source.service.resource, path, message, fix, Severity.INFO, related=(account,))


def _opens(account: Resource) -> bool:
    annotations = mapping(account.data, "metadata", "annotations")
    return bool(value(account.data, "secrets")) or any(role in annotations for role in _ROLES)


RULE = Rule(
    id="KSV050",
    title="The ServiceAccount is missing, or opens no bucket",
    severity=Severity.ERROR,
    why="Without the account no pod is made. With an account that names no Secret and no role the storage "
    "initializer runs without credentials, and ends in `NoCredentialsError` or 403: KServe takes them "
    "from the account's `secrets`, not from the Secret's name.",
    fix="name a ServiceAccount of the same namespace that carries the bucket's credentials",
    sources=("kserve/kserve:pkg/credentials/service_account_credentials.go",),
    check=check,
    needs=(needs.existing(KIND),),
    facts=Facts(external={KIND: ()}),
    fails="""\
apiVersion: v1
kind: ServiceAccount
metadata: {name: models, namespace: prod}
secrets: [{name: s3-models}]
---
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    serviceAccountName: model
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
    passes="""\
apiVersion: v1
kind: ServiceAccount
metadata: {name: models, namespace: prod}
secrets: [{name: s3-models}]
---
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    serviceAccountName: models
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
)
