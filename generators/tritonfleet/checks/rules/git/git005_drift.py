"""GIT005: the generated tree on disk is what the fleet generates. Looked for in ``pipeline.drift``."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="GIT005",
    title="The generated tree differs from what the fleet generates",
    severity=Severity.ERROR,
    why="Argo CD and Helm apply the files, not the fleet: until they are generated again, a change of the "
    "fleet does nothing, and an edit of a generated file is lost with the next run.",
    fix="run `tritonfleet generate` and commit the result",
    sources=("argoproj/argo-cd:docs/user-guide/best_practices.md",),
    reads=Reads.TOOL,
)
