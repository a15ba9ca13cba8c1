"""Running the examples of rules about the fleet: a fleet file, and its plan as a second document."""

from __future__ import annotations

from pathlib import Path

from tritonfleet.checks import Finding
from tritonfleet.errors import InputError, Problem
from tritonfleet.pipeline.prepare import load, prepare
from tritonfleet.pipeline.store import open_store
from tritonfleet.spec.plan_file import plan_path

PLAN = "--- # fleet.plan.yaml\n"
"""What separates an example's fleet from the plan beside it."""


def write_example(text: str, root: Path) -> Path:
    """The example as files in ``root``, with the one model folder that examples name; the path of the fleet."""
    fleet, _, plan = text.partition(PLAN)
    path = root / "fleet.yaml"
    path.write_text(fleet)
    if plan:
        plan_path(path).write_text(plan)
    model = root / "models" / "tokenizer" / "1" / "model.py"
    model.parent.mkdir(parents=True)
    model.write_text("")
    return path


def said_of(text: str, root: Path) -> list[Problem | Finding]:
    """What the fleet's rules say of an example: errors, or else warnings."""
    path = write_example(text, root)
    with open_store(path) as store:
        try:
            return list(prepare(load(path, store), store).warnings)
        except InputError as error:
            return list(error.problems)
