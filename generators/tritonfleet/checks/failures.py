"""A rule that raises something while it checks: nothing it has found is shown, so that nobody takes it for all."""

from __future__ import annotations

from types import TracebackType

from tritonfleet.checks.objects import Resource, Workload
from tritonfleet.checks.own_rules import package_of
from tritonfleet.errors import RuleFailed

_LONGEST = 200
"""Characters of what an error says."""


def failed(rule_id: str, error: Exception) -> RuleFailed:
    """What to tell about a rule that raised ``error``: whose it is, at which object, and what to do."""
    over = _object(error.__traceback__)
    said = " ".join(str(error).split())[:_LONGEST]
    what = f"fails{f' at {over}' if over else ''}: {type(error).__name__}: {said}".rstrip(": ")
    goes_on = f"`--ignore {rule_id}` goes on without it"
    package = package_of(rule_id)
    if package is None:
        return RuleFailed(rule_id, what, f"that is a defect of tritonfleet, please report it; {goes_on}")
    return RuleFailed(rule_id, what, f"mend the package {package or 'that it is from'}; {goes_on}")


def _object(trace: TracebackType | None) -> str:
    """The object that was looked at last, as far as the variables on the way to the error tell."""
    found = ""
    while trace is not None:
        for value in trace.tb_frame.f_locals.values():
            if isinstance(value, Resource):
                found = str(value)
            elif isinstance(value, Workload):
                found = str(value.resource)
        trace = trace.tb_next
    return found
