"""A rule of ours that raises is a defect, and says so: which rule, and at which object."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from tritonfleet import checks, yamlio
from tritonfleet.checks import registry
from tritonfleet.errors import RuleFailed

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: SERVICE, namespace: prod}\n"


def stumbling(world):
    for service in world.index.of_kind("Service"):
        yield service.data["spec"]


@pytest.fixture
def _broken(monkeypatch):
    broken = replace(registry.rule("NET001"), check=stumbling)
    monkeypatch.setattr(registry, "rule", lambda rule_id: broken)


@pytest.mark.usefixtures("_broken")
@pytest.mark.parametrize("objects", [1, 3000], ids=["one process", "two processes"])
def test_a_rule_that_raises_names_itself_and_the_object(objects):
    text = "---\n".join(SERVICE.replace("SERVICE", f"bert-{number}") for number in range(objects))
    manifests = yamlio.load_manifests(text, "f.yaml")
    with pytest.raises(RuleFailed) as caught:
        checks.run(manifests, select=["NET001"])
    assert str(caught.value) == (
        "rule NET001 fails at Service prod/bert-0: KeyError: 'spec' "
        "(that is a defect of tritonfleet, please report it; `--ignore NET001` goes on without it)"
    )


def test_the_failure_comes_whole_out_of_another_process():
    failure = RuleFailed("X001", "fails", "mend it")
    assert str(pickle.loads(pickle.dumps(failure))) == str(failure)
