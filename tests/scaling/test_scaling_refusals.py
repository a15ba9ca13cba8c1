"""What cannot work is refused in one line that says how to mend it."""

from __future__ import annotations

import pytest
from scaled import SLO, fleet, said

CRON = {"start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "replicas": 2}
QUERY = {"by": "query", "query": "sum(rate(calls[2m]))"}
SHARED = {"nodes": 1, "gpu": {"product": "NVIDIA-L40S", "perNode": 4, "timeSlicing": {"replicas": 4}}}


@pytest.mark.parametrize(
    ("rule", "scaling", "message", "mend"),
    [
        ("FLT070", {"min": 6}, "scaling.min is 6, and pool gpu has room for 4 pods", "set it to 4 or less"),
        ("FLT070", {"max": 1}, "scaling.max is 1, and scaling.min, left out, is 2", "state scaling.min"),
        ("FLT071", {"max": 9}, "scaling.max is 9, and pool gpu has room for 4 pods", "set it to 4"),
        ("FLT072", {"on": "queue-time", "target": "70%"}, "queue-time takes a time", "did you mean `on: gpu or cpu`?"),
        ("FLT072", {"on": "concurrency", "target": "20ms"}, "takes requests", "did you mean `on: queue-time`?"),
        ("FLT072", {"target": 7}, "nobody says of what", "`on: concurrency or requests`"),
        ("FLT072", {"on": "gpu", "target": "170%"}, "a GPU is at most 100% busy", "at most 100%"),
        ("FLT072", {"on": "queue-time", "target": "10us"}, "0.02 or more milliseconds", "a time such as 8ms"),
        ("FLT073", {"on": "queue-time", "target": "90ms"}, "alone breaks the objective of 80ms", "leave target out"),
        ("FLT073", {"on": "queue-time", "target": "4ms"}, "the batcher alone holds requests for 5 ms", "maxQueueDelay"),
        ("FLT074", {"on": "concurrency", "min": 0}, "without a pod nobody writes concurrency", "gateway or cron"),
        ("FLT074", {"min": 0}, "without a pod nobody writes metrics", "gateway or cron"),
        ("FLT074", {"owner": "hpa", "min": 0}, "an HPA keeps a pod", "owner keda"),
        ("FLT075", {"owner": "kpa"}, "needs runtime kserve", "tritonfleet scaling vision --owner kpa"),
        ("FLT075", {"on": "gateway", "gateway": {"by": "http-add-on"}}, "no HTTP add-on", "keda.httpAddOn"),
        ("FLT076", {"on": "gateway", "gateway": QUERY, "min": 0, "target": 9, "cooldown": "1m"}, "take 70 s", "70s"),
        ("FLT077", {"on": "gateway", "gateway": QUERY}, "nothing tells a target", "state scaling.target"),
        ("FLT078", {"cron": {"day": CRON | {"timezone": "Mars/Base"}}}, "unknown time zone", "Europe/Berlin"),
        ("FLT078", {"cron": {"day": CRON | {"end": CRON["start"]}}}, "start and end are both", "another time"),
        ("FLT078", {"cron": {"day": CRON | {"start": "0 25 * * *"}}}, "`25` is no hour (0 to 23)", "as in"),
        ("FLT078", {"max": 2, "cron": {"day": CRON | {"replicas": 3}}}, "replicas is 3, and scaling.max 2", "or less"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_scaling_is_told(rule, scaling, message, mend):
    ((found, text, fix),) = said(scaling, services__vision__slo=SLO)
    assert found == rule
    assert message in text
    assert mend in fix


@pytest.mark.parametrize(
    ("rule", "scaling", "changes", "message"),
    [
        ("FLT075", {}, {"clusters__main__keda": None}, "declares no KEDA"),
        ("FLT075", {}, {"clusters__main__prometheus": {"namespace": "monitoring"}}, "are asked of Prometheus"),
        ("FLT075", {"owner": "hpa"}, {"clusters__main__prometheus": {"namespace": "m", "address": "http://p:9090"}},
         "are asked of Prometheus"),
        ("FLT075", {}, {"services__vision__monitoring": {"enabled": False}}, "monitoring.enabled is false"),
        ("FLT077", {"on": "pending"}, {"services__vision__image": {"tag": "23.08-py3"}}, "23.09 is the first"),
        ("FLT077", {"on": "gpu"}, {"services__vision__gpu": None}, "no GPU to be busy"),
        ("FLT077", {"on": "gpu"}, {"services__vision__gpu": {"share": 4}, "clusters__main__pools": {"gpu": SHARED}},
         "a shared GPU is measured whole"),
        ("FLT077", {"on": "gpu", "owner": "hpa"}, {}, "no label of the service"),
        ("FLT077", {"on": "cpu"}, {"services__vision__resources": {}}, "nothing is"),
        ("FLT077", {}, {"models__classifier__backend": "vllm"}, "nothing tells a target"),
        ("FLT079", {"on": "queue-time"}, {"clusters__main__versions": {"keda": "2.17.2"},
         "services__vision__slo": SLO}, "KEDA 2.17.2 has no fallback"),
    ],
)  # fmt: skip
def test_what_is_missing_around_the_service_is_told(rule, scaling, changes, message):
    ((found, text, fix),) = said(scaling, **changes)
    assert (found, bool(fix)) == (rule, True)
    assert message in text


@pytest.mark.parametrize(
    "scaling",
    [
        {},
        {"owner": "hpa"},
        {"owner": "external", "min": 0},
        {"on": "cron", "cron": {"day": CRON | {"timezone": "Europe/Berlin"}}},
        {"on": "gateway", "min": 0, "target": 20, "gateway": QUERY},
        {"cron": {"half": CRON | {"start": "*/30 8-17/2 1,15 jan-jun MON-FRI"}}},
    ],
)
def test_nothing_is_said_of_scaling_that_works(scaling):
    assert said(scaling, services__vision__slo=SLO) == []


def test_a_scaled_fleet_of_these_tests_is_valid():
    assert fleet()["services"]["vision"]["scaling"] == {}
