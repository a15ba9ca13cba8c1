"""GIT042: a kustomization lists each file once."""

from __future__ import annotations

from tritonfleet.checks.argocd.kustomizations import kustomizations
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_LISTS = ("resources", "bases")


def check(world: World) -> Verdicts:
    for kustomization in kustomizations(world):
        seen: dict[str, str] = {}
        for field in _LISTS:
            entries = kustomization.data.get(field)
            for number, entry in enumerate(entries if isinstance(entries, list) else ()):
                if not isinstance(entry, str):
                    continue
                name = entry.removeprefix("./").rstrip("/")
                if name in seen:
                    path = (field, number)
                    message = f"`{entry}` is listed under `{seen[name]}` already"
                    yield Breach(kustomization, path, message, mend=Mend("remove", path))
                seen.setdefault(name, field)


RULE = Rule(
    id="GIT042",
    title="The kustomization lists a file twice",
    severity=Severity.ERROR,
    why="`kustomize build` fails: may not add resource with an already registered id. The Application "
    "that uses the folder shows ComparisonError.",
    fix="remove the second entry",
    sources=("kubernetes-sigs/kustomize:api/resmap/reswrangler.go",),
    check=check,
    fails="""\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [bert.yaml, monitor.yaml, ./bert.yaml]
""",
    passes="""\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [bert.yaml, monitor.yaml]
""",
)
