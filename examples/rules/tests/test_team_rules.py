"""Our rules keep what they promise, and leave alone what is none of their business."""

from __future__ import annotations

import pytest
from team_rules import x001_cost_centre

from tritonfleet import checks, yamlio
from tritonfleet.checks.rule import Rule
from tritonfleet.checks.testing import assert_examples
from tritonfleet.checks.world import World


@pytest.mark.parametrize("rule", [x001_cost_centre.RULE], ids=lambda rule: rule.id)
def test_a_rule_finds_its_failing_example_and_not_its_passing_one(rule: Rule) -> None:
    assert_examples(rule)


def test_a_deployment_without_triton_needs_no_cost_centre() -> None:
    web = x001_cost_centre.RULE.fails.replace("nvcr.io/nvidia/tritonserver:26.07-py3", "nginx:1.29").replace(
        "tritonserver, --model-repository=/models", "nginx"
    )
    world = World(yamlio.load_manifests(web, "web.yaml"), checks.Facts())
    assert list(x001_cost_centre.check(world)) == []
