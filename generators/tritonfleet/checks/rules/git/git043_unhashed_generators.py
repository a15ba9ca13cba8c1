"""GIT043: what Kustomize generates has a hash in its name."""

from __future__ import annotations

from tritonfleet.checks.argocd.kustomizations import kustomizations
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_GENERATORS = ("configMapGenerator", "secretGenerator")
_OPTION = "disableNameSuffixHash"


def check(world: World) -> Verdicts:
    for kustomization in kustomizations(world):
        everywhere = value(kustomization.data, "generatorOptions", _OPTION) is True
        for field in _GENERATORS:
            for number, generator in items(kustomization.data, field):
                own = value(generator, "options", _OPTION)
                if own is True or (everywhere and own is None):
                    message = f"{generator.get('name')} is generated without a hash"
                    yield Breach(kustomization, (field, number), message)


RULE = Rule(
    id="GIT043",
    title="A change of the configuration does not reach the pods",
    severity=Severity.WARNING,
    why="The new config.pbtxt is in the cluster, and Triton goes on with the old one: without the hash "
    "behind the generated name the pod template stays the same, so nothing is rolled out.",
    fix="remove `disableNameSuffixHash`, or annotate the pod template with a checksum",
    sources=(
        "kubernetes-sigs/kustomize:api/types/generatoroptions.go",
        "BerriAI/litellm#5318",
    ),
    check=check,
    fails="""\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
configMapGenerator: [{name: models, files: [config.pbtxt]}]
generatorOptions: {disableNameSuffixHash: true}
""",
    passes="""\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
configMapGenerator: [{name: models, files: [config.pbtxt]}]
""",
)
