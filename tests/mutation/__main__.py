"""``python -m mutation``: every operator with its mutants, how many are caught, and the survivors."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from mutation.operators import OPERATORS
from mutation.trial import PER_OPERATOR, Outcome, excuse, survivors, tried


def main() -> None:
    """Print the table; ``all`` tries every mutant there is, instead of the drawn ones."""
    arguments = sys.argv[1:]
    most = None if "all" in arguments else PER_OPERATOR
    lines, survived = [f"{'operator':60} mutants  caught"], list[str]()
    total = caught = 0
    for operator in OPERATORS:
        outcomes = tried(operator, most)
        found = sum(outcome.caught for outcome in outcomes)
        total, caught = total + len(outcomes), caught + found
        lines.append(f"{operator.name:60} {len(outcomes):7} {found:7}")
        for outcome in outcomes:
            if not outcome.caught:
                reason = excuse(operator, outcome.mutant) or _elsewhere(outcome) or "NO REASON"
                survived.append(f"  {outcome.key(operator)} — {reason}")
            elif outcome.key(operator) in survivors():
                survived.append(f"  {outcome.key(operator)} — STALE: it is caught now")
    lines.append(f"{'all':60} {total:7} {caught:7}  {caught / total:.1%}")
    sys.stdout.write("\n".join([*lines, "\nsurvivors:", *survived]) + "\n")


def _elsewhere(outcome: Outcome) -> str:
    found: Sequence[str] = [f"{finding.rule} on {finding.object}" for finding in outcome.elsewhere[:3]]
    return f"only {', '.join(found)}" if found else ""


if __name__ == "__main__":
    main()
