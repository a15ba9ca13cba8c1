"""GIT001: helm lint agrees. Its findings come from ``tritonfleet.render.helm``."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="GIT001",
    title="helm lint complains about the chart",
    severity=Severity.ERROR,
    why="A chart that helm lint refuses does not install: its templates do not render, or its metadata is "
    "incomplete.",
    fix="correct what helm lint names",
    sources=("helm/helm:pkg/chart/v2/lint/rules",),
    reads=Reads.TOOL,
)
