"""What the tests of the GPU rules ask and ask of: a Deployment with GPUs, ConfigMaps, and what a rule says of them."""

from __future__ import annotations

import textwrap

from tritonfleet import yamlio
from tritonfleet.checks import Facts, registry
from tritonfleet.checks.rule import Breach, Undecided
from tritonfleet.checks.world import World


def world(text: str, facts: Facts | None = None) -> World:
    return World(yamlio.load_manifests(textwrap.dedent(text), "example.yaml"), facts)


def said(rule_id: str, text: str, facts: Facts | None = None) -> list[str]:
    """What the rule finds, in its words."""
    verdicts = registry.rule(rule_id).check(world(text, facts))
    return [verdict.message for verdict in verdicts if isinstance(verdict, Breach)]


def fixes(rule_id: str, text: str, facts: Facts | None = None) -> list[str]:
    """How the rule would mend what it finds."""
    rule = registry.rule(rule_id)
    return [v.fix or rule.fix for v in rule.check(world(text, facts)) if isinstance(v, Breach)]


def undecided(rule_id: str, text: str, facts: Facts | None = None) -> list[str]:
    """The facts that the rule misses."""
    verdicts = registry.rule(rule_id).check(world(text, facts))
    return [verdict.needs for verdict in verdicts if isinstance(verdict, Undecided)]


def deployment(
    resources: str = "{limits: {nvidia.com/gpu: 1}}",
    *,
    pod: str = "",
    container: str = "",
    name: str = "bert",
    kind: str = "Deployment",
    replicas: int = 1,
) -> str:
    """A Deployment whose container has the resources; ``pod`` and ``container`` are further lines of each."""
    head = f"""\
apiVersion: apps/v1
kind: {kind}
metadata: {{name: {name}, namespace: prod}}
spec:
  replicas: {replicas}
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
"""
    own = textwrap.indent(textwrap.dedent(pod).strip("\n"), " " * 6)
    more = textwrap.indent(textwrap.dedent(container).strip("\n"), " " * 8)
    tail = f"""\
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.06-py3
        resources: {resources}
"""
    return head + (f"{own}\n" if own else "") + tail + (f"{more}\n" if more else "")


def config_map(key: str, text: str, name: str = "gpu-5f0c1d2e", namespace: str = "gpu-operator") -> str:
    """A ConfigMap with one text."""
    inside = textwrap.indent(textwrap.dedent(text).strip("\n"), "    ")
    return f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: {name}, namespace: {namespace}}}
data:
  {key}: |
{inside}
"""


def mig(entries: str, key: str = "config.yaml", name: str = "mig-5f0c1d2e") -> str:
    """A configuration of mig-parted with ``vision``, which has these entries, and all-disabled."""
    own = textwrap.indent(textwrap.dedent(entries).strip("\n"), "    ")
    text = "version: v1\nmig-configs:\n  all-disabled: [{devices: all, mig-enabled: false}]\n  vision:\n"
    return config_map(key, text + own, name)


def together(*documents: str) -> str:
    """Several documents in one text."""
    return "---\n".join(documents)


def node(labels: str = "", *, name: str = "gpu-a", spec: str = "{}", status: str = "{}") -> str:
    """A Node object."""
    metadata = f"{{name: {name}, labels: {{{labels}}}}}"
    return f"apiVersion: v1\nkind: Node\nmetadata: {metadata}\nspec: {spec}\nstatus: {status}\n"


def policy(spec: str) -> str:
    """A ClusterPolicy of the GPU operator."""
    return (
        f"apiVersion: nvidia.com/v1\nkind: ClusterPolicy\nmetadata: {{name: cluster-policy}}\nspec: {spec}\n"
    )
