"""Manifests to hold one rule against, and what it says about them."""

from __future__ import annotations

import json
from typing import Any

from tritonfleet import yamlio
from tritonfleet.checks import Facts, registry
from tritonfleet.checks.rule import Breach, Undecided
from tritonfleet.checks.world import World


def verdicts(rule: str, text: str, facts: Facts | None = None) -> list[Breach | Undecided]:
    """Everything that the rule yields."""
    return list(registry.rule(rule).check(World(yamlio.load_manifests(text, "f.yaml"), facts)))


def breaches(rule: str, text: str, facts: Facts | None = None) -> list[Breach]:
    """What the rule finds."""
    return [verdict for verdict in verdicts(rule, text, facts) if isinstance(verdict, Breach)]


def said(rule: str, text: str, facts: Facts | None = None) -> list[str]:
    """The messages of what the rule finds."""
    return [breach.message for breach in breaches(rule, text, facts)]


def severities(rule: str, text: str, facts: Facts | None = None) -> list[str]:
    """How bad the rule says that each thing is."""
    usual = registry.rule(rule).severity
    return [str(breach.severity or usual) for breach in breaches(rule, text, facts)]


def thing(kind: str, api: str, name: str = "bert", namespace: str = "prod", **fields: Any) -> str:
    """An object as one document of YAML."""
    metadata = {"name": name, "namespace": namespace, **fields.pop("metadata", {})}
    return json.dumps({"apiVersion": api, "kind": kind, "metadata": metadata, **fields}) + "\n"


def together(*documents: str) -> str:
    """One stream of several documents."""
    return "---\n".join(documents)


def container(name: str = "main", image: str = "app:1", **fields: Any) -> dict[str, Any]:
    """A container."""
    return {"name": name, "image": image, **fields}


def pod(*containers: dict[str, Any], labels: dict[str, str] | None = None, **spec: Any) -> str:
    """A Pod."""
    given = {"labels": labels} if labels else {}
    return thing("Pod", "v1", metadata=given, spec={"containers": list(containers) or [container()], **spec})


def workload(
    kind: str = "Deployment", *, name: str = "bert", labels: dict[str, str] | None = None, **fields: Any
) -> str:
    """A Deployment or its like. ``template``, ``pod`` and ``containers`` reach into the pod template."""
    labels = labels or {"app": name}
    metadata = {"labels": labels, **fields.pop("template", {})}
    spec = {"containers": fields.pop("containers", [container()]), **fields.pop("pod", {})}
    inside = {"selector": {"matchLabels": labels}, "template": {"metadata": metadata, "spec": spec}, **fields}
    return thing(kind, "apps/v1", name, spec=inside)


def service(
    *ports: dict[str, Any], name: str = "bert", selector: dict[str, str] | None = None, **spec: Any
) -> str:
    """A Service."""
    chosen = {"app": "bert"} if selector is None else selector
    return thing("Service", "v1", name, spec={"selector": chosen, "ports": list(ports), **spec})


def config_map(name: str = "bert", **fields: Any) -> str:
    """A ConfigMap."""
    return thing("ConfigMap", "v1", name, **fields)
