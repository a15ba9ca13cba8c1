"""K8S003: kubeconform agrees. Its findings come from ``tritonfleet.render.kubeconform``."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="K8S003",
    title="kubeconform refuses the object",
    severity=Severity.ERROR,
    why="A second, independent reader of the same schemas finds what a fault in the first would hide.",
    fix="correct the field that kubeconform names",
    sources=("yannh/kubeconform:Readme.md",),
    reads=Reads.TOOL,
)
