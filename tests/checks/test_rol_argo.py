"""Argo Rollouts: strategies, Services, steps, routes and analyses."""

from __future__ import annotations

import pytest
from scaling_examples import ONE_GPU, deployment, needs, rollout, said, scaled, together

from tritonfleet.checks import Facts
from tritonfleet.checks.facts import NodeFacts

NGINX = "trafficRouting: {nginx: {stableIngress: bert}}"


def service(name: str, selector: str = "app: bert") -> str:
    return (
        f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: prod}}\n"
        f"spec: {{selector: {{{selector}}}, ports: [{{port: 8000}}]}}\n"
    )


def template(metric: str, spec: str = "", *, kind: str = "AnalysisTemplate") -> str:
    where = "" if kind.startswith("Cluster") else ", namespace: prod"
    provider = "provider: {prometheus: {address: 'http://p', query: 'sum(a) / sum(b)'}}"
    metric = metric if "provider" in metric else f"{metric}, {provider}"
    return (
        f"apiVersion: argoproj.io/v1alpha1\nkind: {kind}\nmetadata: {{name: errors{where}}}\n"
        f"spec: {{metrics: [{{name: errors, {metric}}}]{', ' + spec if spec else ''}}}\n"
    )


def analysed(content: str, container: str = "") -> str:
    return rollout(f"canary: {{analysis: {{templates: [{{templateName: errors}}]{content}}}}}", "", container)


@pytest.mark.parametrize(
    ("canary", "lacking"),
    [
        ("trafficRouting: {istio: {virtualService: {name: v}}}", 2),
        ("trafficRouting: {istio: {virtualService: {name: v}, destinationRule: {name: d}}}", 0),
        ("trafficRouting: {plugins: {argoproj-labs/gatewayAPI: {httpRoute: r}}}", 2),
        ("trafficRouting: {plugins: {example/own: {}}}", 0),
        ("trafficRouting: {alb: {ingress: i}}, pingPong: {pingService: a, pongService: b}", 0),
        ("maxSurge: 1", 0),
    ],
)
def test_routers_that_need_both_services(canary, lacking):
    assert len(said("ROL102", rollout(f"canary: {{{canary}}}"))) == lacking


def test_a_hash_in_the_selector_is_argos_own():
    text = together(
        service("bert", "app: bert, rollouts-pod-template-hash: abc"),
        rollout("blueGreen: {activeService: bert}"),
    )
    assert said("ROL104", text) == []


def test_the_pods_of_a_rollout_may_be_a_deployments():
    referring = (
        "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: bert-rollout, namespace: prod}\n"
    )
    referring += (
        "spec: {workloadRef: {kind: Deployment, name: bert}, strategy: {blueGreen: {activeService: bert}}}\n"
    )
    assert said("ROL104", together(service("bert"), deployment("replicas: 0"), referring)) == []
    assert (
        len(said("ROL104", together(service("bert", "app: brt"), deployment("replicas: 0"), referring))) == 1
    )


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ("{pause: {}}", 0),
        ("{setWeight: 0}", 0),
        ("{setWeight: 101}", 1),
        ("{setCanaryScale: {weight: 10}, setWeight: 10}", 0),
        ("{replicaProgressThreshold: {type: Percent, value: 90}}", 1),
    ],
)
def test_steps_that_argo_takes(steps, found):
    assert len(said("ROL105", rollout(f"canary: {{{NGINX}, steps: [{steps}]}}"))) == found


def test_a_weight_may_be_of_more_than_a_hundred():
    heavy = (
        "trafficRouting: {maxTrafficWeight: 1000, nginx: {stableIngress: bert}}, steps: [{setWeight: 500}]"
    )
    assert said("ROL105", rollout(f"canary: {{{heavy}}}")) == []


@pytest.mark.parametrize(
    ("spec", "weight", "found"),
    [
        ("replicas: 10", 10, 0),
        ("replicas: 4", 25, 0),
        ("replicas: 4", 10, 1),
        ("replicas: 1", 50, 0),
        ("paused: false", 5, 0),
    ],
)
def test_weights_that_pods_can_make(spec, weight, found):
    assert len(said("ROL107", rollout(f"canary: {{steps: [{{setWeight: {weight}}}]}}", spec))) == found


def test_a_router_makes_any_weight():
    text = rollout(f"canary: {{{NGINX}, steps: [{{setWeight: 1}}]}}", "replicas: 1")
    assert said("ROL107", text) == []


@pytest.mark.parametrize(
    ("strategy", "count", "found"),
    [
        ("canary: {maxSurge: 0}", 2, 0),
        (f"canary: {{{NGINX}}}", 3, 1),
        (f"canary: {{{NGINX}}}", 4, 0),
        (f"canary: {{dynamicStableScale: true, {NGINX}, steps: [{{setWeight: 50}}]}}", 3, 0),
        (f"canary: {{dynamicStableScale: true, {NGINX}, steps: [{{setWeight: 50}}]}}", 2, 1),
        ("blueGreen: {activeService: bert}", 3, 1),
    ],
)
def test_both_versions_fit_on_the_gpus(strategy, count, found):
    facts = Facts(nodes=(NodeFacts(1, {"nvidia.com/gpu": count}),))
    assert len(said("ROL110", rollout(strategy, "replicas: 2", ONE_GPU), facts)) == found


def test_nodes_are_asked_for_only_where_two_versions_run():
    assert needs("ROL110", rollout("canary: {}", "", ONE_GPU)) == []
    assert len(needs("ROL110", rollout("blueGreen: {activeService: a}", "", ONE_GPU))) == 1


def test_a_deployment_that_argo_scales_down_runs_once():
    referring = "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: r, namespace: prod}\n"
    referring += (
        "spec: {workloadRef: {kind: Deployment, name: bert, scaleDown: onsuccess}, strategy: {canary: {}}}\n"
    )
    assert said("ROL111", together(deployment(), referring)) == []
    assert len(said("ROL111", together(deployment(), referring.replace("onsuccess", "never")))) == 1


def test_cluster_templates_may_be_anybodys():
    text = analysed("").replace("templateName: errors", "templateName: errors, clusterScope: true")
    assert (said("ROL114", text), len(needs("ROL114", text))) == ([], 1)
    assert said("ROL114", together(template("count: 1", kind="ClusterAnalysisTemplate"), text)) == []


def test_arguments_with_a_value_need_not_be_given():
    args = "args: [{name: limit, value: '0.01'}, {name: token, valueFrom: {secretKeyRef: {name: s, key: k}}}]"
    assert said("ROL115", together(template("count: 1", args), analysed(""))) == []


def test_an_argument_that_no_template_has():
    found = said(
        "ROL115",
        together(
            template("count: 1", "args: [{name: limit, value: '1'}]"), analysed(", args: [{name: limt}]")
        ),
    )
    assert found == [
        "warning spec.strategy.canary.analysis.args[0].name: none of the templates has an argument `limt`"
    ]


def test_nothing_is_said_of_arguments_when_a_template_cannot_be_seen():
    assert said("ROL115", analysed(", args: [{name: limit, value: '1'}]")) == []


@pytest.mark.parametrize(
    ("metric", "found"),
    [
        ("count: 1", 0),
        ("interval: 1m", 0),
        ("count: '{{args.count}}'", 0),
        ("count: 3, interval: 1m, failureLimit: 3", 0),
        ("count: 3, interval: 1m, failureLimit: 4", 1),
        ("count: 3, interval: 1m, failureLimit: 2, consecutiveSuccessLimit: 2", 1),
        ("failureLimit: -1", 1),
        ("failureLimit: -1, consecutiveSuccessLimit: 3", 0),
    ],
)
def test_counts_and_limits_that_argo_takes(metric, found):
    assert len(said("ROL116", template(metric))) == found


def test_an_analysis_beside_the_steps_may_go_on():
    assert said("ROL117", together(template("interval: 1m"), analysed(""))) == []


@pytest.mark.parametrize(
    ("condition", "query", "found"),
    [
        ("result[0] < 1", "sum(a)", 1),
        ("result[0] < 1", "sum(a) or vector(0)", 0),
        ("result[0] < 1", "scalar(sum(a))", 0),
        ("len(result) == 0 || result[0] < 1", "sum(a)", 0),
        ("len(result) == 0 || result[0] < 1", "sum(a) / sum(b)", 1),
        ("len(result) == 0 || result[0] < 1", "sum(a) / (sum(b) > 0)", 0),
        ("len(result) == 0 || result[0] < 1", "sum(a) / 1000", 0),
        ("len(result) == 0 || isNaN(result[0]) || result[0] < 1", "sum(a) / sum(b)", 0),
        ("all(result, # < 1)", "sum by (pod) (a)", 0),
        ("default(result, 0) < 1", "sum(a)", 0),
    ],
)
def test_conditions_that_survive_no_data(condition, query, found):
    metric = f"successCondition: '{condition}', provider: {{prometheus: {{query: '{query}'}}}}"
    assert len(said("ROL118", template(metric))) == found


def test_a_job_judges_itself():
    assert said("ROL119", template("provider: {job: {spec: {}}}")) == []


@pytest.mark.parametrize(
    ("condition", "query", "found"),
    [
        ("result < 1", "sum(a)", 1),
        ("1 > result", "sum(a)", 1),
        ("result[0] < 1", "sum(a)", 0),
        ("len(result) > 0", "sum(a)", 0),
        ("result < 1", "scalar(sum(a))", 0),
    ],
)
def test_a_list_is_not_compared_with_a_number(condition, query, found):
    metric = f"successCondition: '{condition}', provider: {{prometheus: {{query: '{query}'}}}}"
    assert len(said("ROL120", template(metric))) == found


def test_other_providers_have_other_results():
    assert said("ROL120", template("successCondition: result == 1, provider: {web: {url: 'http://p'}}")) == []


@pytest.mark.parametrize(
    ("delay", "found"),
    [
        ("initialDelay: 10m", 0),
        ("initialDelay: 1m", 1),
        ("initialDelay: '{{args.delay}}'", 0),
        ("count: 1", 1),
    ],
)
def test_an_analysis_waits_for_slow_pods(delay, found):
    slow = "startupProbe: {httpGet: {path: /, port: 8000}, failureThreshold: 60}"
    assert len(said("ROL121", together(template(delay), analysed("", slow)))) == found
    assert said("ROL121", together(template(delay), analysed(""))) == []


def test_an_autoscaler_may_target_the_rollout():
    target = "{apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: bert}"
    text = together(rollout("canary: {}"), scaled(target=target))
    assert (said("SCL001", text), said("SCL006", text)) == ([], [])


@pytest.mark.parametrize(
    ("routing", "found"),
    [
        ("istio: {virtualService: {name: v}}", 0),
        ("alb: {ingress: i, rootService: r}", 0),
        ("alb: {ingress: i}", 1),
        ("nginx: {stableIngress: i}", 1),
    ],
)
def test_two_services_that_take_turns_need_a_router_that_knows_them(routing, found):
    canary = f"pingPong: {{pingService: a, pongService: b}}, trafficRouting: {{{routing}}}"
    assert len(said("ROL108", rollout(f"canary: {{{canary}}}"))) == found
