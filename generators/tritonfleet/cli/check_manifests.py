"""Checking anybody's manifests."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from tritonfleet.checks import Facts, Report, run
from tritonfleet.errors import InputError, Location

if TYPE_CHECKING:
    from tritonfleet.cli.check import CheckRequest


def check_manifests(request: CheckRequest) -> Report:
    """Every finding on the objects that the paths hold. Raises InputError where there is none."""
    with _no_garbage():
        return _check(request)


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Everything read stays until the end; looking for garbage in it would take a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _check(request: CheckRequest) -> Report:
    from tritonfleet.render.inputs import read_inputs

    inputs = read_inputs(request.paths, request.chart)
    if inputs.passed:
        sys.stderr.write(f"{inputs.note}\n")
    facts = replace(_facts(request), other_release=inputs.other_release)
    report = run(inputs.manifests, facts, select=request.select, ignore=request.ignore)
    if not request.second_opinion:
        return report
    from tritonfleet.checks.conformity import conformity, second_opinions
    from tritonfleet.checks.facts import NEWEST_KUBERNETES

    others = conformity(inputs.manifests, facts.kubernetes or NEWEST_KUBERNETES)
    return report.adding(second_opinions(report.findings, others))


def _facts(request: CheckRequest) -> Facts:
    """What is known of the cluster: what the fleet says of the environment's, and what was given."""
    kubernetes = _kubernetes(request.kubernetes)
    if not request.fleet:
        if request.environment:
            raise InputError.of("--env names an environment of a fleet", fix="name the file with --fleet")
        return Facts(kubernetes=kubernetes)
    from tritonfleet.pipeline.facts import facts_of
    from tritonfleet.spec.load import load_fleet
    from tritonfleet.suggest import suggest

    fleet = load_fleet(request.fleet).fleet
    environment = request.environment or (
        next(iter(fleet.environments)) if len(fleet.environments) == 1 else ""
    )
    if environment not in fleet.environments:
        message = f"unknown environment `{environment}`" if environment else "it has several environments"
        fix = suggest(environment, fleet.environments) if environment else "choose one with --env"
        raise InputError.of(message, Location(str(request.fleet)), fix)
    facts = facts_of(fleet, environment)
    return replace(facts, kubernetes=kubernetes or facts.kubernetes)


def _kubernetes(given: str | None) -> str | None:
    """The minor version of what was given with --kubernetes. Raises InputError where it is no version."""
    from tritonfleet.checks.facts import kubernetes_minor

    minor = kubernetes_minor(given)
    if given and minor is None:
        raise InputError.of(f"--kubernetes {given} is no version of Kubernetes", fix="write one such as 1.36")
    return minor
