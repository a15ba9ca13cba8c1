"""The credentials that a TriggerAuthentication gives to triggers."""

from __future__ import annotations

from tritonfleet.checks.objects import Resource, items, mapping
from tritonfleet.checks.scaling.trigger import Trigger
from tritonfleet.checks.world import World

_LISTS = (
    ("secretTargetRef",), ("configMapTargetRef",), ("env",), ("boundServiceAccountToken",),
    ("hashiCorpVault", "secrets"), ("azureKeyVault", "secrets"), ("gcpSecretManager", "secrets"),
    ("awsSecretManager", "secrets"),
)  # fmt: skip
_OTHER_WAYS = ("podIdentity", "filePath", "oauth2", "azureServicePrincipal")
"""Ways to authenticate that give no parameter by name, or do without."""


def authentication(world: World, trigger: Trigger) -> Resource | None:
    """The authentication that a trigger names; None when it names none, or it is not among the manifests."""
    reference = mapping(trigger.data, "authenticationRef")
    kind = str(reference.get("kind") or "TriggerAuthentication")
    namespace = "" if kind == "ClusterTriggerAuthentication" else trigger.owner.namespace
    return world.index.get(kind, namespace, str(reference.get("name")))


def parameters(authentication: Resource) -> frozenset[str] | None:
    """The names of the parameters that it gives; None when it authenticates in a way without such names."""
    spec = mapping(authentication.data, "spec")
    if any(spec.get(way) for way in _OTHER_WAYS):
        return None
    return frozenset(str(each.get("parameter")) for path in _LISTS for _, each in items(spec, *path))
