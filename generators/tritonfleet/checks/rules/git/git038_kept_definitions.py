"""GIT038: uninstalling a chart does not delete everybody's custom resources."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_MANAGER = "app.kubernetes.io/managed-by"
_KEEP = "helm.sh/resource-policy"


def check(world: World) -> Verdicts:
    for definition in world.index.of_kind("CustomResourceDefinition"):
        annotations = mapping(definition.data, "metadata", "annotations")
        if definition.labels.get(_MANAGER) == "Helm" and annotations.get(_KEEP) != "keep":
            path = ("metadata", "annotations", _KEEP)
            message = "the definition belongs to a release and is not kept"
            yield Breach(definition, path, message)


RULE = Rule(
    id="GIT038",
    title="helm uninstall deletes every custom resource of the kind",
    severity=Severity.WARNING,
    why="A CustomResourceDefinition among a chart's templates is deleted with the release, and Kubernetes "
    "then deletes all objects of that kind, in every namespace and of every team. Those in the crds/ "
    "folder stay.",
    fix="move it to the chart's crds/ folder, or annotate it with `helm.sh/resource-policy: keep`",
    sources=(
        "helm/helm:pkg/kube/resource_policy.go",
        "helm/helm-www:docs/chart_best_practices/custom_resource_definitions.md",
    ),
    check=check,
    fails="""\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: models.example.com, labels: {app.kubernetes.io/managed-by: Helm}}
spec: {group: example.com, names: {kind: Model, plural: models}, scope: Namespaced, versions: []}
""",
    passes="""\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: models.example.com
  labels: {app.kubernetes.io/managed-by: Helm}
  annotations: {helm.sh/resource-policy: keep}
spec: {group: example.com, names: {kind: Model, plural: models}, scope: Namespaced, versions: []}
""",
)
