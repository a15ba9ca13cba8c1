"""How many more pods a pool has a place for, and who may count on them."""

from __future__ import annotations

import pytest
from scaled import resolved

from tritonfleet.planner.scaling import Room, room_of
from tritonfleet.planner.usage import Demand, Usage
from tritonfleet.spec.consistency import check_room

WHERE = "pool gpu of cluster main"


def demand(per_pod: int) -> Demand:
    return Demand("main", "gpu", "nvidia.com/gpu", capacity=16, total=4, per_pod=per_pod, nodes=2)


def pool(free: int, **more) -> Usage:
    return Usage("main", "gpu", "nvidia.com/gpu", capacity=16, used=16 - free, nodes=2, **more)


@pytest.mark.parametrize(
    ("free", "per_pod", "pods"),
    [(5, 1, 4), (5, 2, 1), (4, 2, 0), (2, 2, 0), (0, 1, 0), (-3, 1, 0), (24, 8, 1)],
)
def test_pods_that_find_a_place_however_the_free_gpus_are_spread(free, per_pod, pods):
    assert room_of(demand(per_pod), pool(free)).free_pods == pods


def test_every_place_that_is_counted_is_one_that_the_pool_grants():
    for per_pod in (1, 2, 3, 4, 8):
        for free in range(17):
            room = room_of(demand(per_pod), pool(free))
            places = sum(pool(free - per_pod * taken).has_room(per_pod) for taken in range(free + 1))
            assert room.free_pods == max(0, places - 1)


def test_a_service_that_has_grown_as_far_as_it_may_still_finds_a_place_for_a_rollout():
    for per_pod in (1, 2, 3, 4, 8):
        for free in range(17):
            room = room_of(demand(per_pod), pool(free))
            assert not room.free_pods or pool(free - per_pod * room.free_pods).has_room(per_pod)


def test_what_a_rollout_cannot_do_without_is_left_alone():
    assert room_of(demand(1), pool(5, surge=2)).free_pods == 3


def test_places_are_shared_evenly():
    assert Room(5, 2, WHERE).share == 2


def told(scaling, room):
    service, environment = resolved(scaling)
    return [(found.rule, found.message) for found in check_room([(environment, service, room)])]


def test_a_minimum_that_others_leave_no_room_for_is_told():
    ((rule, message),) = told({"min": 4}, Room(1, 1, WHERE))
    assert rule == "FLT070"
    assert message.endswith("scaling.min is 4, and pool gpu of cluster main has room for 3 pods")


def test_a_maximum_that_others_may_want_too_is_told():
    ((rule, message),) = told({"max": 4}, Room(2, 2, WHERE))
    assert rule == "FLT071"
    assert message.endswith("has room for 3 beside a rollout while 1 other service may grow too")


def test_bounds_that_fit_are_no_matter():
    assert told({"min": 1, "max": 4}, Room(2, 1, WHERE)) == []


def test_what_is_too_much_for_the_whole_pool_is_told_once_and_elsewhere():
    assert told({"max": 9}, Room(2, 1, WHERE)) == []
