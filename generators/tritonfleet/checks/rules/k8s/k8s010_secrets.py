"""K8S010: the Secrets that pods use exist, with the keys they use."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.references import resolve
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    yield from resolve(world, "Secret")


RULE = Rule(
    id="K8S010",
    title="A Secret or a key in it does not exist",
    severity=Severity.ERROR,
    why="The pod stays in CreateContainerConfigError or ImagePullBackOff. Secrets are rightly kept out of "
    "Git, so only the list of those that exist in the cluster can tell a typo from a Secret that lives "
    "elsewhere.",
    fix="name a Secret that exists, or list it among the external ones",
    sources=(
        "kubernetes/kubernetes:staging/src/k8s.io/api/core/v1/types.go",
        "triton-inference-server/server#6645",
    ),
    check=check,
    needs=(needs.existing("Secret"),),
    facts=Facts(external={"Secret": {"prod/registry"}}),
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  imagePullSecrets: [{name: registri}]
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  imagePullSecrets: [{name: registry}]
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
)
