"""prometheus-adapter answers what the HorizontalPodAutoscalers ask."""

from __future__ import annotations

import subprocess

from scaled import SLO, planned, resolved

from tritonfleet import tools, yamlio
from tritonfleet.emit.prometheus_adapter import adapter_values, external_rules
from tritonfleet.emit.scaling_values import scaling_values
from tritonfleet.planner.scaling import TriggerPlan

HPA = {"owner": "hpa"}
QUERY = "sum(rate(calls[2m]))"
MATCHERS = 'namespace="prod",job="vision"'


def rules_of(scaling=None, **changes):
    service, _ = resolved(HPA | (scaling or {}), **changes)
    return external_rules(service, planned(HPA | (scaling or {}), **changes))


def test_each_metric_that_an_hpa_asks_for_is_made():
    service, environment = resolved(HPA, services__vision__slo=SLO)
    plan = planned(HPA, services__vision__slo=SLO)
    asked = scaling_values(plan, service, environment)["hpa"]["metrics"].values()
    made = {rule["name"]["as"] for rule in external_rules(service, plan)}
    assert {metric["external"]["metric"] for metric in asked} == made


def test_services_alike_share_a_rule():
    rules = rules_of() + rules_of(services__vision__replicas=3)
    assert len(adapter_values(rules)["rules"]["external"]) == 1


def test_the_namespace_is_that_of_the_hpa():
    assert rules_of()[0]["resources"] == {"overrides": {"namespace": {"resource": "namespace"}}}


def test_a_query_of_the_users_own_is_taken_as_it_is():
    (rule,) = rules_of({"on": "gateway", "target": 20, "gateway": {"by": "query", "query": QUERY}})
    assert (rule["metricsQuery"], rule["resources"]) == (QUERY, {"namespaced": False})


def test_keda_needs_no_adapter():
    service, _ = resolved()
    assert external_rules(service, planned()) == []


def test_cpu_comes_from_the_metrics_server():
    service, environment = resolved(HPA | {"on": "cpu"})
    values = scaling_values(planned(HPA | {"on": "cpu"}), service, environment)
    assert values["hpa"]["metrics"] == {"cpu": {"resource": {"name": "cpu", "averageUtilization": 70}}}


def test_promtool_takes_every_query_that_the_adapter_would_send(tmp_path):
    made = [
        rule
        for on in ("queue-time", "concurrency", "pending", "requests")
        for rule in rules_of({"on": on}, services__vision__slo={**SLO, "requestsPerSecond": 90})
    ]
    queries = [rule["metricsQuery"].replace("<<.LabelMatchers>>", MATCHERS) for rule in made]
    rules = [{"record": f"service:query{number}", "expr": query} for number, query in enumerate(queries)]
    file = tmp_path / "rules.yaml"
    file.write_text(yamlio.dump({"groups": [{"name": "adapter", "rules": rules}]}))
    done = subprocess.run(
        [tools.find("promtool"), "check", "rules", file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert f"{len(queries)} rules found" in done.stdout


def test_a_trigger_of_chosen_models_has_a_metric_of_its_own():
    from tritonfleet.emit.prometheus_adapter import metric_name

    service, _ = resolved()
    one = TriggerPlan("prometheus", "AverageValue", signal="concurrency", models=("a",))
    other = TriggerPlan("prometheus", "AverageValue", signal="concurrency", models=("b",))
    assert metric_name(one, service) != metric_name(other, service)
