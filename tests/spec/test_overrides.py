"""Overrides: deep-merged by name, typed like what they override, and blamed where they are written."""

from __future__ import annotations

import pytest

from support.fleets import parsed, small
from tritonfleet.errors import InputError
from tritonfleet.spec.resolve import BASE, merge, resolve_service


def overridden(**override):
    return parsed(small(environments__prod__overrides={"services": {"vision": override}}))


def test_an_override_changes_one_key_and_leaves_its_neighbours():
    file = overridden(repository={"s3": {"prefix": "vision/l40s"}}, replicas=5)
    spec = resolve_service(file, "vision")["prod"].services["vision"].spec
    assert (spec.replicas, spec.repository.s3.prefix, spec.repository.s3.bucket) == (
        5,
        "vision/l40s",
        "my-models",
    )


def test_the_base_has_no_override():
    assert resolve_service(overridden(replicas=5), "vision")[BASE].services["vision"].spec.replicas == 2


def test_null_removes_a_key():
    file = overridden(gpu={"count": None, "share": 4})
    assert resolve_service(file, "vision")["prod"].services["vision"].spec.gpu.share == 4


def test_a_model_is_overridden_for_one_environment():
    override = {"models": {"classifier": {"maxBatchSize": 32}}}
    resolved = resolve_service(parsed(small(environments__prod__overrides=override)), "vision")
    sizes = {key: e.services["vision"].models["classifier"].max_batch_size for key, e in resolved.items()}
    assert sizes == {BASE: 16, "prod": 32}


def test_a_typo_in_an_override_is_found_at_its_line():
    file = overridden(replica=5)
    with pytest.raises(InputError) as caught:
        resolve_service(file, "vision")
    (problem,) = caught.value.problems
    line = next(n for n, text in enumerate(file.text.splitlines(), 1) if "replica: 5" in text)
    assert problem.location.line == line
    assert problem.fix == "did you mean `replicas`?"


def test_an_excluded_service_is_not_in_the_environment():
    assert set(resolve_service(parsed(small(environments__prod__exclude=["vision"])), "vision")) == {BASE}


def test_merging_replaces_lists_whole():
    assert merge({"a": [1, 2], "b": {"c": 1}}, {"a": [3], "b": {"d": 2}}) == {"a": [3], "b": {"c": 1, "d": 2}}


def test_a_service_has_the_fleets_objectives_but_for_those_it_states():
    common = {"availability": "99.5%", "window": "7d"}
    own = {"latency": {"objective": "99%", "within": "80ms"}, "window": "28d"}
    slo = objectives(common, own)
    assert (str(slo.availability), str(slo.latency.within), str(slo.window)) == ("99.5%", "80ms", "28d")


def test_a_service_may_do_without_an_objective_of_the_fleet():
    assert objectives({"availability": "99.5%"}, {"availability": None}).availability is None


def objectives(common, own):
    file = parsed(small(slo=common, services__vision__slo=own))
    return resolve_service(file, "vision")["prod"].services["vision"].spec.slo
