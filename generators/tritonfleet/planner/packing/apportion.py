"""From the counts of a class of demands to those of each demand: who stays, who is placed anew, who is short."""

from __future__ import annotations

import math
from collections import Counter

from tritonfleet.planner.packing.asking import RATE_TOLERANCE
from tritonfleet.planner.packing.problem import Demand, Occupant
from tritonfleet.planner.packing.program import Program
from tritonfleet.planner.packing.solution import Shortage


def stays(program: Program, values: tuple[float, ...]) -> Counter[Occupant]:
    """How many pods of each kind stay where they are."""
    found: Counter[Occupant] = Counter()
    columns = [gpu.stay for held in program.held.values() for gpu in held] + list(program.whole_stay.values())
    for stay in columns:
        for pod, column in stay.items():
            found[pod] += round(values[column])
    return found


def pods(program: Program, values: tuple[float, ...]) -> Counter[Occupant]:
    """Every pod that is placed: those that stay count for their own demand, the others go by name."""
    staying = stays(program, values)
    found: Counter[Occupant] = Counter()
    for number, demand in enumerate(program.classes):
        left = {
            option: round(values[program.placed[number, index]])
            for index, option in enumerate(demand.options)
            if (number, index) in program.placed
        }
        for member in demand.members:
            for option in left:
                found[Occupant(member.name, option)] = staying[Occupant(member.name, option)]
                left[option] -= staying[Occupant(member.name, option)]
        for member in demand.members:
            for option, wanted in left.items():
                if member.pods is not None:
                    wanted = min(wanted, member.pods - _placed(found, member))
                found[Occupant(member.name, option)] += wanted
                left[option] -= wanted
    return +found


def _placed(found: Counter[Occupant], member: Demand) -> int:
    return sum(found[Occupant(member.name, option)] for option in member.options)


def shortages(program: Program, placed: Counter[Occupant]) -> tuple[Shortage, ...]:
    """The demands that are not met, by name."""
    found = []
    for member in (member for demand in program.classes for member in demand.members):
        pods = (member.pods if member.pods is not None else member.least + member.spare) - _placed(
            placed, member
        )
        rate = _missing(placed, member) if member.rate is not None else 0.0
        if member.rate is not None and rate > RATE_TOLERANCE * member.rate:
            found.append(Shortage(member.name, rate=rate))
        elif pods > 0:
            found.append(Shortage(member.name, pods=pods))
    return tuple(sorted(found, key=lambda shortage: shortage.demand))


def _missing(placed: Counter[Occupant], member: Demand) -> float:
    used = [option for option in member.options if placed[Occupant(member.name, option)]]
    served = (placed[Occupant(member.name, option)] * (option.rate or 0.0) for option in used)
    spare = member.spare * max((option.rate or 0.0 for option in used), default=0.0)
    return (member.rate or 0.0) + spare - math.fsum(served)
