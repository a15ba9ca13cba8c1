"""Which signal is chosen, and that it is said why."""

from __future__ import annotations

import pytest
from scaled import SLO, planned, resolved

from tritonfleet.planner.scaling import scaling_plan
from tritonfleet.spec.resolve import resolve_service


def test_a_latency_objective_and_a_batcher_make_it_the_queue_time():
    plan = planned(services__vision__slo=SLO)
    assert plan.signal.value == "queue-time"
    assert "latency objective" in plan.signal.reason


def test_the_queue_time_comes_with_requests_in_flight_that_keep_pods_from_leaving_under_load():
    assert set(planned(services__vision__slo=SLO).triggers) == {"queue-time", "concurrency"}


def test_without_a_latency_objective_it_is_concurrency():
    plan = planned()
    assert plan.signal.value == "concurrency"
    assert "no latency objective" in plan.signal.reason


def test_a_batcher_that_holds_requests_longer_than_the_target_makes_it_concurrency():
    plan = planned(services__vision__slo={"latency": {"objective": "99%", "within": "40ms"}})
    assert plan.signal.value == "concurrency"
    assert "the batcher alone holds requests for 5 ms" in plan.signal.reason


def test_before_keda_2_18_a_mean_has_no_fallback_so_it_is_concurrency():
    plan = planned(services__vision__slo=SLO, clusters__main__versions={"keda": "2.17.2"})
    assert plan.signal.value == "concurrency"
    assert "KEDA 2.18" in plan.signal.reason


def test_a_decoupled_model_is_scaled_on_concurrency():
    plan = planned(services__vision__slo=SLO, models__classifier__decoupled=True)
    assert plan.signal.value == "concurrency"


def test_an_engine_that_batches_inside_is_scaled_on_requests():
    load = {**SLO, "requestsPerSecond": 100}
    plan = planned(services__vision__slo=load, models__classifier__backend="vllm")
    assert (plan.signal.value, plan.triggers["requests"].target.value) == ("requests", 50)


def test_a_server_on_cpus_without_an_objective_is_scaled_on_its_cpu():
    plan = planned(services__vision__gpu=None, room=None)
    assert (plan.signal.value, plan.triggers["cpu"].metric_type) == ("cpu", "Utilization")


def test_a_server_on_cpus_is_scaled_on_its_cpu_where_nothing_can_be_queried():
    plan = planned(
        services__vision__gpu=None, services__vision__slo=SLO, clusters__main__prometheus=None, room=None
    )
    assert plan.signal.value == "cpu"
    assert "prometheus.address" in plan.signal.reason


def test_a_gpu_as_a_signal_is_taken_and_its_weakness_told():
    plan = planned({"on": "gpu"})
    assert "no latency follows" in plan.signal.reason


def test_of_a_mig_instance_it_is_told_what_is_measured():
    cut = {
        "product": "NVIDIA-A100-SXM4-80GB",
        "perNode": 1,
        "mig": {"strategy": "mixed", "layout": {"1g.10gb": 7}},
    }
    plan = planned(
        {"on": "gpu"},
        services__vision__gpu={"slice": "1g.10gb"},
        clusters__main__pools={"gpu": {"nodes": 1, "gpu": cut}},
    )
    assert "the activity of its engine" in plan.signal.reason


def test_each_model_that_clients_call_has_a_trigger_of_its_own():
    other = {"backend": "python", "instanceGroups": {"gpu": {"kind": "GPU", "count": 2}}}
    plan = planned(models__other=other, services__vision__models=["classifier", "other"])
    targets = {name: trigger.target.value for name, trigger in plan.triggers.items()}
    assert targets == {"concurrency-classifier": pytest.approx(11.2), "concurrency-other": pytest.approx(1.4)}


@pytest.mark.parametrize("owner", ["keda", "hpa"])
def test_the_base_has_no_scaling_because_a_cluster_decides_it(owner):
    service, environment = resolved({"owner": owner})
    base = type(environment)("base", None, "", None, environment.services)
    assert scaling_plan(service, base) is None


def test_somebody_elses_autoscaler_is_left_alone():
    assert scaling_plan(*resolved({"owner": "external"})) is None


def test_a_service_without_scaling_has_no_plan():
    from support.fleets import parsed, small

    environment = resolve_service(parsed(small()), "vision")["prod"]
    assert scaling_plan(environment.services["vision"], environment) is None
