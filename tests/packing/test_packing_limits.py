"""Time, gaps and repetition: what is claimed holds however little time there was, and is the same every time."""

from __future__ import annotations

import os
import subprocess
import sys

from bench.packing import mixed

from tritonfleet.planner.packing import Demand, Group, NodeSpec, Option, PackingProblem, solve, verify

PROBLEM = mixed.problem(60)
PATH = os.pathsep.join(sys.path)
SAME = "from bench.packing import mixed; from tritonfleet.planner.packing import solve; print(solve(mixed.problem(20)))"


def test_with_no_time_nothing_is_claimed() -> None:
    solution = solve(PROBLEM, limit=0.0)

    assert solution.status == "undecided"
    assert solution.bound == 0.0
    assert solution.change is None
    assert verify(PROBLEM, solution) == []


def test_a_bound_is_never_above_what_more_time_finds() -> None:
    hurried = solve(PROBLEM, limit=0.1)

    assert hurried.bound <= solve(PROBLEM, gap=0.001).cost
    assert verify(PROBLEM, hurried) == []


def test_a_gap_that_is_allowed_is_reported() -> None:
    solution = solve(PROBLEM, gap=0.05)

    assert solution.status in ("optimal", "feasible")
    assert 0.0 <= solution.gap <= 0.05
    assert (solution.status == "optimal") == (solution.gap == 0.0)


def test_a_thousand_equal_services_are_one_question() -> None:
    group = Group("a", (NodeSpec("n", 200),), ({"small": 7}, {"large": 2}))
    demands = tuple(Demand(f"d{number:04}", (Option("a", "small"),), pods=1) for number in range(1000))

    solution = solve(PackingProblem((group,), demands))

    assert (solution.status, solution.used) == ("optimal", 143)


def test_the_answer_does_not_depend_on_the_process() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", SAME],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": PATH},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "1")
    }

    assert len(answers) == 1


def test_the_solver_is_loaded_only_to_solve() -> None:
    code = "import sys, tritonfleet.planner.packing; sys.exit('highspy' in sys.modules or 'numpy' in sys.modules)"

    subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": PATH}, check=True)
