"""The facts that a rule's examples are judged by, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.facts import Facts, NodeFacts, PrometheusFacts
from tritonfleet.checks.labels import shown
from tritonfleet.words import count


def given(facts: Facts) -> Iterator[str]:
    """One line of Markdown for each fact."""
    if facts.kubernetes:
        yield f"Kubernetes {facts.kubernetes}"
    yield from (f"{component} {version}" for component, version in sorted(facts.versions.items()))
    yield from map(_nodes, facts.nodes or ())
    if facts.nodes == ():
        yield "no node with GPUs"
    if facts.prometheus:
        yield _prometheus(facts.prometheus)
    if facts.gpu_namespace:
        yield f"the GPU operator or device plugin in namespace `{facts.gpu_namespace}`"
    for kind, names in sorted(facts.external.items()):
        listed = ", ".join(f"`{name}`" for name in sorted(names))
        yield f"{kind} {listed} outside the manifests" if names else f"no {kind} outside the manifests"
    if facts.other_release:
        made = ", ".join(str(ref) for ref in facts.other_release)
        yield f"another release of the same chart, which makes {made}"


def _nodes(nodes: NodeFacts) -> str:
    advertised = ", ".join(f"{amount} `{name}`" for name, amount in nodes.resources.items())
    text = f"{count(nodes.nodes, 'node')} with {advertised or 'no GPU'}" + (
        " each" if nodes.nodes > 1 else ""
    )
    if nodes.labels:
        text += f", labelled `{shown(nodes.labels)}`"
    if nodes.taints:
        taints = ", ".join(f"`{t.key}{'=' if t.value else ''}{t.value}:{t.effect}`" for t in nodes.taints)
        text += f", tainted {taints}"
    if nodes.runtime_class:
        text += f", runtime class `{nodes.runtime_class}`"
    return text


def _prometheus(prometheus: PrometheusFacts) -> str:
    text = f"Prometheus in namespace `{prometheus.namespace}`" if prometheus.namespace else "a Prometheus"
    if prometheus.address:
        text += f" at {prometheus.address}"
    if prometheus.monitor_labels:
        text += f", which selects monitors by `{shown(prometheus.monitor_labels)}`"
    if prometheus.rule_labels:
        text += f", which selects rules by `{shown(prometheus.rule_labels)}`"
    return text
