"""The pods' side of the program: how many of each demand go by which option, and what is short."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from tritonfleet.planner.packing.classes import DemandClass
from tritonfleet.planner.packing.milp import Milp
from tritonfleet.planner.packing.problem import Option

RATE_SCALE = 1000.0
"""Rates are put as thousandths of what is asked for, so that the solver's tolerance of 1e-7 is one part in 1e10."""

RATE_TOLERANCE = 1e-9
"""The part of a rate whose lack is rounding, not shortage."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The columns of one class: what is short, and the pods by the number of their option."""

    short: int
    placed: dict[int, int] = field(default_factory=dict)


def asked(demand: DemandClass) -> float:
    """The right-hand side of a demand: pods, or a rate in thousandths of itself."""
    return demand.pods if demand.rate is None else RATE_SCALE


def most_pods(demand: DemandClass, rate: float | None) -> int:
    """The most pods of one option that are ever of use."""
    if demand.rate is None:
        return demand.pods
    return max(demand.least, math.ceil(demand.rate / (rate or math.inf))) + demand.spare


def ask(milp: Milp, demand: DemandClass, offered: Container[tuple[str, str, int]]) -> Asking:
    """The columns and rows of one class. ``offered``: group, unit and GPUs of the pods that can be held at all."""
    short = milp.integer(demand.pods) if demand.rate is None else milp.real(asked(demand))
    asking = Asking(short)
    terms: dict[int, float] = {}
    for index, option in enumerate(demand.options):
        if (option.group, option.unit, option.per_pod) in offered:
            asking.placed[index] = milp.integer(most_pods(demand, option.rate))
            terms[asking.placed[index]] = _served(demand, option)
    most = asked(demand) if demand.rate is None else math.inf
    spare = _alike(milp, demand, asking)
    milp.row(terms | spare | {short: 1.0}, lower=asked(demand), upper=most)
    if demand.rate is not None and demand.least:
        pods = demand.least + demand.spare
        milp.row(dict.fromkeys(terms, 1.0) | {short: pods / RATE_SCALE}, lower=pods)
    return asking


def _alike(milp: Milp, demand: DemandClass, asking: Asking) -> dict[int, float]:
    """Only the options of one tag may be used. Returns what the spare pods take off the rate: the best that is used."""
    chosen: dict[int, float] = {}
    spare: dict[int, float] = {}
    allowing: dict[int, dict[int, float]] = defaultdict(dict)
    for way in demand.ways:
        for best in _bests(demand, [index for index in way if index in asking.placed]):
            choice = milp.integer(1)
            chosen[choice] = 1.0
            if demand.rate is not None and demand.spare:
                spare[choice] = -RATE_SCALE * demand.spare * best / demand.rate
            for index in way:
                rate = demand.options[index].rate
                if index in asking.placed and (rate or 0.0) <= best:
                    allowing[index][choice] = -float(most_pods(demand, rate))
    for index, choices in allowing.items():
        milp.row({asking.placed[index]: 1.0} | choices, upper=0)
    if chosen:
        milp.row(chosen, upper=1)
    return spare


def _bests(demand: DemandClass, way: Sequence[int]) -> list[float]:
    """The rates of which one may be the best that is used; without pods to spare that makes no difference."""
    rates = {demand.options[index].rate or 0.0 for index in way}
    return sorted(rates) if demand.spare else [math.inf] * bool(rates)


def _served(demand: DemandClass, option: Option) -> float:
    """What one pod counts for. More than the whole rate counts as the whole, which tightens the relaxation; not so
    where pods to spare are taken off again."""
    if demand.rate is None:
        return 1.0
    rate = option.rate or 0.0
    return RATE_SCALE * (rate if demand.spare else min(rate, demand.rate)) / demand.rate
