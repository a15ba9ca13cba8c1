"""Mixed-integer linear programs, solved by HiGHS.

Options: ERGO-Code/HiGHS:highs/lp_data/HighsOptions.h. One thread and a fixed seed give the same answer every time,
as long as the time limit does not cut in.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import highspy

MIP_ABS_GAP = 1e-6
"""HiGHS' own default: below it two objectives are one."""

MOST_NODES = 2**31 - 1
"""HiGHS' own default for mip_max_nodes: no limit."""

Terms: TypeAlias = Mapping[int, float]
"""A linear form: column → coefficient."""


@dataclass(frozen=True, slots=True)
class Effort:
    """When a run may stop: within ``slack`` of the optimum, or ``gap`` as a part of it, or after ``share`` of the
    time that is left, or after so many ``nodes`` of the search tree."""

    slack: float = 0.0
    gap: float = 0.0
    share: float = 1.0
    nodes: int = MOST_NODES


EXACT = Effort()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended; ``values`` by column, empty when there is none. ``value`` and ``bound`` of the objective."""

    status: Literal["optimal", "feasible", "infeasible", "undecided"]
    value: float = math.inf
    bound: float = -math.inf
    values: tuple[float, ...] = ()


class Clock:
    """Seconds left to all runs that share it."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds, never below 0."""
        return max(0.0, self._end - time.monotonic())


def new_solver(seed: int) -> highspy.Highs:
    """HiGHS, silent, on one thread."""
    import highspy

    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in {
        "output_flag": False,
        "threads": 1,
        "random_seed": seed,
        "mip_feasibility_tolerance": 1e-7,
    }.items():
        highs.setOptionValue(name, value)
    return highs


class Milp:
    """A program that is built row by row and minimised for one objective after the other."""

    def __init__(self, clock: Clock, seed: int) -> None:
        import highspy

        self._highs = new_solver(seed)
        self._clock = clock
        self._integer = highspy.HighsVarType.kInteger
        self.columns = 0

    def real(self, upper: float = math.inf) -> int:
        """A new column from 0 to ``upper``; returns its number."""
        self._highs.addVar(0.0, upper)
        self.columns += 1
        return self.columns - 1

    def integer(self, upper: float) -> int:
        """A new integral column from 0 to ``upper``."""
        column = self.real(upper)
        self._highs.changeColIntegrality(column, self._integer)
        return column

    def fix(self, column: int, value: float) -> None:
        """Leaves a column no other value."""
        self._highs.changeColBounds(column, value, value)

    def row(self, terms: Terms, lower: float = -math.inf, upper: float = math.inf) -> None:
        """Demands lower ≤ terms ≤ upper."""
        self._highs.addRow(lower, upper, len(terms), list(terms), list(terms.values()))

    def minimise(self, terms: Terms, start: tuple[float, ...] = (), effort: Effort = EXACT) -> Outcome:
        """Runs once. ``start``: a feasible point to begin with."""
        if not self.columns:
            return Outcome("optimal", 0.0, 0.0)
        columns = list(range(self.columns))
        self._highs.changeColsCost(len(columns), columns, [terms.get(column, 0.0) for column in columns])
        self._highs.setOptionValue("time_limit", self._clock.left * effort.share)
        self._highs.setOptionValue("mip_abs_gap", max(effort.slack, MIP_ABS_GAP))
        self._highs.setOptionValue("mip_rel_gap", effort.gap)
        self._highs.setOptionValue("mip_max_nodes", effort.nodes)
        if start:
            self._highs.setSolution(len(columns), columns, list(start))
        self._highs.run()
        return self._outcome(exact=effort.gap == effort.slack == 0)

    def _outcome(self, *, exact: bool) -> Outcome:
        import highspy

        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Outcome("infeasible")
        info = self._highs.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Outcome("undecided")
        optimal = status == highspy.HighsModelStatus.kOptimal
        value = info.objective_function_value
        bound = value if optimal and exact else min(value, info.mip_dual_bound)
        values = tuple(self._highs.getSolution().col_value)
        return Outcome("optimal" if optimal else "feasible", value, bound, values)
