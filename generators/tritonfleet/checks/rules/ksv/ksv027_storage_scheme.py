"""KSV027: a model comes from somewhere that KServe can download from."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.shipped import shipped
from tritonfleet.checks.kserve.storage import sources, supported
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.suggest import suggest

KIND = "ClusterStorageContainer"


def check(world: World) -> Verdicts:
    for source in sources(world):
        if not source.uri:
            yield Breach(source.service.resource, source.path, "the URI is empty")
        elif not supported(world, source.uri):
            scheme = source.uri.split("://")[0]
            schemes = [prefix.removesuffix("://") for prefix in shipped()["storage"]["prefixes"]]
            hint = suggest(scheme, schemes)
            if hint.startswith("did you mean") or world.facts.knows(KIND):
                message = f"KServe downloads nothing from `{scheme}://`"
                yield Breach(source.service.resource, source.path, message, hint)
            else:
                yield Undecided(needs.existing(KIND))


RULE = Rule(
    id="KSV027",
    title="KServe cannot download from the URI",
    severity=Severity.ERROR,
    why="The InferenceService never gets a pod; its events say that the storageUri is not supported. A "
    "ClusterStorageContainer can add schemes of its own.",
    fix="use one of gs, s3, pvc, hf, oci, hdfs, webhdfs, http or https",
    sources=(
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/utils/utils.go",
        "kserve/kserve:config/storagecontainers/default.yaml",
    ),
    check=check,
    needs=(needs.existing(KIND),),
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "S3://models/resnet"}}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
""",
)
