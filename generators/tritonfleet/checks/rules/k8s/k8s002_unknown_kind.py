"""K8S002: the API server has the kind, in the version that the object says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, items, value
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World

Identity = tuple[str, str]
"""apiVersion and kind."""

_DROP = "correct apiVersion and kind"
_KINDS_OF_TOOLS = frozenset({"Config"})
_GROUPS_OF_TOOLS = frozenset(
    {
        "builtin",
        "eksctl.io",
        "kind.x-k8s.io",
        "kubeadm.k8s.io",
        "kubelet.config.k8s.io",
        "kustomize.config.k8s.io",
    }
)
"""Files that lie beside manifests and are for no API server: of kubectl and skaffold, and of these tools."""


def check(world: World) -> Verdicts:
    from tritonfleet.render.schemas import known

    unknown: dict[Identity, list[Resource]] = defaultdict(list)
    for resource in world.index.resources:
        if not known(resource.api_version, resource.kind, world.kubernetes) and not _is_of_tool(resource):
            unknown[resource.api_version, resource.kind].append(resource)
    if unknown:
        elsewhere = {*_defined_here(world), *_spoken_for(unknown)}
        for identity, resources in unknown.items():
            if identity not in elsewhere:
                yield from _verdicts(identity, resources, world)


def _is_of_tool(resource: Resource) -> bool:
    group = resource.api_version.partition("/")[0]
    return group in _GROUPS_OF_TOOLS or (resource.kind in _KINDS_OF_TOOLS and "." not in group)


def _verdicts(identity: Identity, resources: Sequence[Resource], world: World) -> Verdicts:
    from tritonfleet.render import schemas

    api_version, kind = identity
    if minors := schemas.serving(api_version, kind):
        yield from _of_another_minor(minors, resources, world)
        return
    own = set(schemas.built_in(world.kubernetes))
    group = api_version.rpartition("/")[0]
    if "." not in group or group in {a.rpartition("/")[0] for a, _ in own}:
        field, message, fix = _refused(identity, own)
        for resource in resources:
            yield Breach(resource, (field,), message, fix)
        return
    # Nothing says which custom resources a cluster has, so this is no mistake yet.
    fix = _near(kind, (k for a, k in schemas.kinds(world.kubernetes) if a == api_version)) or _near(
        api_version, (a for a, k in schemas.kinds(world.kubernetes) if k == kind)
    )
    if not fix:
        yield Undecided(needs.schema(f"{api_version} {kind}"))
        return
    number = f"of {len(resources)} objects " if len(resources) > 1 else ""
    message = f"no schema is known for {api_version} {kind}: fields {number}were not checked"
    yield Breach(resources[0], ("kind",), message, fix, Severity.INFO)


def _refused(identity: Identity, own: Iterable[Identity]) -> tuple[str, str, str]:
    """Field, message and mend for a kind in an API group in which there are only Kubernetes' own kinds."""
    api_version, kind = identity
    kinds, versions = [k for a, k in own if a == api_version], sorted(a for a, k in own if k == kind)
    use = f"use {' or '.join(versions)}" if versions else ""
    if kinds:
        return "kind", f"there is no {kind} in {api_version}", use or _near(kind, kinds) or _DROP
    fix = use or _near(api_version, (a for a, _ in own)) or _DROP
    return "apiVersion", f"the API server has no {api_version}", fix


def _of_another_minor(minors: Sequence[str], resources: Sequence[Resource], world: World) -> Verdicts:
    """The kind came with a later version of Kubernetes or went with an earlier one."""
    severity = None if world.facts.kubernetes else Severity.WARNING
    span = minors[0] if len(minors) == 1 else f"{minors[0]} to {minors[-1]}"
    for resource in resources:
        message = (
            f"Kubernetes {world.kubernetes} has no {resource.kind} in {resource.api_version}"
            f"; of the versions known here {span} {'has' if len(minors) == 1 else 'have'} it"
        )
        yield Breach(resource, ("apiVersion",), message, _DROP, severity)


def _near(name: str, known: Iterable[str]) -> str:
    from tritonfleet.suggest import nearest

    near = nearest(name, set(known))
    return f"did you mean `{near}`?" if near else ""


def _defined_here(world: World) -> Iterable[Identity]:
    """What the CustomResourceDefinitions among the manifests define."""
    for crd in world.index.of_kind("CustomResourceDefinition"):
        group, kind = value(crd.data, "spec", "group"), value(crd.data, "spec", "names", "kind")
        for _, version in items(crd.data, "spec", "versions"):
            yield f"{group}/{version.get('name')}", str(kind)


def _spoken_for(unknown: Iterable[Identity]) -> Iterable[Identity]:
    """Those in versions that are known to be gone: K8S019, K8S020 and K8S021 say by what they were replaced."""
    from tritonfleet.checks.kube.catalogue import catalogue

    gone = catalogue()
    return [identity for identity in unknown if identity in gone.removed or identity[0] in gone.dropped]


RULE = Rule(
    id="K8S002",
    title="The kind is unknown",
    severity=Severity.ERROR,
    why="In its own API groups the API server knows every kind, and answers `no matches for kind` to any other: a "
    "misspelt kind or apiVersion stops the whole apply. A custom resource of an operator that is not known here passes "
    "unread, misspelt fields and all.",
    fix="check apiVersion and kind; check custom resources of other operators with their own tools",
    sources=(
        "kubernetes/apimachinery:pkg/api/meta/errors.go",
        "kubernetes/apiextensions-apiserver:pkg/apis/apiextensions/validation/validation.go",
        "yannh/kubeconform:Readme.md",
    ),
    check=check,
    fails="""\
apiVersion: app/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "registry.example.com/bert:1.4"}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "registry.example.com/bert:1.4"}]}
""",
)
