"""All rules, in the order in which documentation shows them."""

from __future__ import annotations

from functools import cache
from importlib import import_module, metadata

from tritonfleet.checks.rule import Area, Rule

ENTRY_POINTS = "tritonfleet.rules"
"""The entry-point group for users' own rules (``X001`` …): each names a Rule."""

_MODULES = (
    "k8s001_schema",
    "k8s002_unknown_kind",
    "k8s003_kubeconform",
    "k8s004_one_identity",
    "k8s005_names",
    "k8s006_selector_template",
    "k8s007_volume_mounts",
    "k8s008_unique_entries",
    "k8s009_config_maps",
    "k8s010_secrets",
    "k8s011_service_accounts",
    "k8s012_claims",
    "k8s013_classes",
    "k8s014_probe_ports",
    "k8s015_disruption",
    "k8s016_disjoint_selectors",
    "k8s017_labels",
    "k8s018_claim_templates",
    "net001_service_pods",
    "net002_target_ports",
    "net003_ingress_backends",
    "net004_route_backends",
    "net005_entrances",
    "net006_policies",
    "mon001_service_monitors",
    "mon002_pod_monitors",
    "scl001_targets",
    "scl002_one_scaler",
    "scl003_replicas",
    "scl004_authentication",
    "git001_helm_lint",
    "git002_projects",
    "git003_permissions",
    "git004_one_owner",
    "git005_drift",
    "sec001_roles",
    "sec002_subjects",
)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, ours by area and number, then users' own. Imports them all."""
    ours = [import_module(f"tritonfleet.checks.rules.{module}").RULE for module in _MODULES]
    theirs = [
        point.load() for point in sorted(metadata.entry_points(group=ENTRY_POINTS), key=lambda p: p.name)
    ]
    for rule in theirs:
        if rule.area is not Area.USER:
            raise ValueError(f"a rule from an entry point has an id like X001, got {rule.id}")
    return (*ours, *theirs)


def rule(rule_id: str) -> Rule:
    """The rule of this id. Raises KeyError."""
    return _by_id()[rule_id]


@cache
def _by_id() -> dict[str, Rule]:
    return {rule.id: rule for rule in rules()}
