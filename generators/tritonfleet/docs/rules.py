"""The table of rules."""

from __future__ import annotations

from tritonfleet.checks.registry import rules

INTRODUCTION = """\
# Rules

Generated from the rules (`make golden`). `tritonfleet check --select NET --ignore K8S002` chooses by id or by the
beginning of one. An *error* will not work or loses requests, a *warning* hurts under conditions, an *info* is better
practice. A rule that needs a fact it was not given says so instead of passing.

Mistakes in the fleet itself (`FLT…`) and in model configuration (`TRT1NN`, where NN is Triton's own rule) are told with
their line when the fleet is read.

| Rule | Severity | What is wrong | Why it hurts |
|---|---|---|---|
"""


def rules_table() -> str:
    """The page, in Markdown."""
    rows = (f"| {r.id} | {r.severity} | {_cell(r.title)} | {_cell(r.why)} |\n" for r in rules())
    return INTRODUCTION + "".join(rows)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
