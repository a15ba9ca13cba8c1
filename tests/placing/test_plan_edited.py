"""Plans that people edited: what cannot be is refused, and says that the plan is to be made again."""

from __future__ import annotations

import pytest

from support.cache import use_own_cache
from support.planning import PLANNED, fleet, plan, planned_pool, profile, slo
from tritonfleet import yamlio
from tritonfleet.errors import InputError
from tritonfleet.pipeline.planning import write_plan
from tritonfleet.pipeline.prepare import load, prepare
from tritonfleet.pipeline.store import open_store
from tritonfleet.spec.plan_file import PlanFile, plan_path

MEASURED = {"gpu": PLANNED, "profile": profile(("1g.10gb", 4, 2, 100, 40)), "slo": slo(650)}


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    use_own_cache(monkeypatch, tmp_path_factory.mktemp("cache"))


def edited(root, edit) -> str:
    """What is said of a plan after somebody edited it."""
    path = root / "fleet.yaml"
    write_plan(plan_path(path), plan(root, fleet({"a": planned_pool()}, {"x": MEASURED})).plan)
    raw = yamlio.load(plan_path(path).read_text(), "plan")
    edit(raw["services"]["prod/x"], raw["gpus"]["main/a/n0"])
    plan_path(path).write_text(yamlio.dump(raw))
    with pytest.raises(InputError) as caught, open_store(path) as store:
        prepare(load(path, store), store)
    return str(caught.value)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda service, gpus: gpus.update({"first": gpus["0"]}), "gpus.main/a/n0.first: expected text like"),
        (lambda service, gpus: gpus.update({"9": gpus["0"]}), "by the plan: there is no GPU 9"),
        (lambda service, gpus: gpus["0"].update(layout={"3g.40gb": 3}), "by the plan: 3g.40gb: 3 does not"),
        (lambda service, gpus: service.update(pool="b"), "cluster main has no pool `b`"),
        (lambda service, gpus: service.update(gpu={"share": 4}), "pool a does not offer share 4"),
        (lambda service, gpus: service["gpu"].update(allocation="dra"), "slice 1g.10gb by DRA"),
        (lambda service, gpus: service.update(gpu=PLANNED), "the plan has no place for service x"),
    ],
)
def test_a_plan_edited_into_what_cannot_be_is_refused(tmp_path, edit, message):
    assert message in edited(tmp_path, edit)


def test_pods_that_an_edited_plan_has_no_room_for_are_left_out_of_what_ran_before(tmp_path):
    declared = fleet({"a": planned_pool()}, {"x": MEASURED})
    raw = plan(tmp_path, declared).plan.model_dump(mode="json", by_alias=True)
    raw["gpus"]["main/a/n0"]["0"]["pods"]["prod/x"] = 10**6
    again = plan(tmp_path, declared, PlanFile.model_validate(raw))
    assert again.clusters[0].solution.moved == 0
