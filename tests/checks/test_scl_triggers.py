"""Triggers of ScaledObjects: types, metadata, formulas and fallbacks."""

from __future__ import annotations

import json

import pytest
from scaling_examples import deployment, needs, said, scaled, together

from tritonfleet.checks import Facts

CPU = 'triggers: [{type: cpu, metricType: Utilization, metadata: {value: "70"}}], minReplicaCount: 1'
LIMITS = """\
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: prod}
spec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}
"""


def with_formula(formula: str, target: str = "4", names: tuple[str, ...] = ("queue", "busy")) -> str:
    triggers = ", ".join(f"{{type: prometheus, name: {name}}}" for name in names)
    modifiers = f'{{formula: {json.dumps(formula)}, target: "{target}"}}'
    return scaled(f"triggers: [{triggers}], advanced: {{scalingModifiers: {modifiers}}}")


@pytest.mark.parametrize(
    "formula",
    [
        "queue + busy * 2",
        "max(queue, busy)",
        "queue > 4 ? busy : queue",
        "let load = queue + busy; load / 2",
        "queue ?? busy",
        "queue /* of all */ + busy",
        "$env.queue + 1",
        "reduce([queue, busy], #acc + #)",
        "sum([queue, busy]) / len([queue, busy])",
        "count([queue, busy], {# > 1}) + queue",
        "float(queue) ** 2",
    ],
)
def test_formulas_that_compile(formula):
    assert said("SCL110", with_formula(formula)) == []


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("queue + latency", "no trigger is named `latency`"),
        ("maximum(queue, busy)", "no trigger is named `maximum`"),
        ("(queue + busy", "the formula cannot be parsed: `(` is not closed"),
        ("queue + busy)", "the formula cannot be parsed: `)` closes no bracket"),
        ("queue + 'busy", "the formula cannot be parsed: a quotation mark is not closed"),
        (
            "queue // of all",
            "the formula cannot be parsed: a remark at the end hides the bracket that KEDA puts behind the formula",
        ),
        ("", "there are scalingModifiers and no formula"),
    ],
)
def test_formulas_that_do_not(formula, message):
    assert [line.partition(": ")[2] for line in said("SCL110", with_formula(formula))] == [message]


def test_a_dash_in_a_name_is_a_subtraction():
    found = said("SCL110", with_formula("gpu-busy", names=("gpu-busy",)))
    assert [line.partition(": ")[2] for line in found] == ["a formula reads `gpu-busy` as a subtraction"]


@pytest.mark.parametrize(("target", "refused"), [("4", 0), ("0.8", 0), ("0", 1), ("-1", 1), ("four", 1)])
def test_a_formulas_target_is_a_number_above_zero(target, refused):
    assert len(said("SCL111", with_formula("queue", target))) == refused


@pytest.mark.parametrize(("target", "switched_off"), [("80", False), ("0.8", True), ("80.0", True)])
def test_a_fallback_needs_a_whole_target(target, switched_off):
    text = with_formula("queue", target).replace(
        "spec: {", "spec: {fallback: {failureThreshold: 3, replicas: 2}, "
    )
    assert bool(said("SCL205", text)) is switched_off


def test_every_trigger_without_a_name_is_outside_the_formula():
    text = scaled(
        "triggers: [{type: cron}, {type: cpu}], advanced: {scalingModifiers: {formula: queue, target: '4'}}"
    )
    assert said("SCL112", text) == [
        "warning spec.triggers[0].name: cron trigger 0 has no name, so the formula cannot use it"
    ]


def test_a_default_of_the_namespace_is_a_request():
    assert said("SCL103", together(LIMITS, deployment(), scaled(CPU))) == []


def test_without_a_request_a_limit_range_elsewhere_may_help():
    assert said("SCL103", together(deployment(), scaled(CPU)))[0].startswith("warning")


def test_where_no_limit_range_exists_it_is_an_error():
    facts = Facts(external={"LimitRange": ()})
    assert said("SCL103", together(deployment(), scaled(CPU)), facts)[0].startswith("error")


def test_a_request_of_the_whole_pod_is_enough():
    text = deployment().replace("spec: {containers", "spec: {resources: {requests: {cpu: 2}}, containers")
    assert said("SCL103", together(text, scaled(CPU))) == []


def test_a_trigger_that_names_a_container_asks_about_that_one_only():
    pod = deployment().replace("containers: [", "containers: [{name: proxy, image: 'envoy:1.34'}, ")
    triton = pod.replace("name: triton,", "name: triton, resources: {limits: {cpu: 4}},")
    named = CPU.replace('value: "70"', 'value: "70", containerName: triton')
    assert said("SCL103", together(triton, scaled(named))) == []
    assert len(said("SCL103", together(triton, scaled(CPU)))) == 1


def test_a_cron_trigger_can_wake_what_cpu_cannot():
    both = "triggers: [{type: cpu, metadata: {value: '70'}}, {type: cron}]"
    assert said("SCL104", scaled(both)) == []


def test_what_an_authentication_may_give_is_not_missing():
    trigger = "triggers: [{type: rabbitmq, authenticationRef: {name: broker}, metadata: {queueName: jobs}}]"
    assert said("SCL201", scaled(trigger)) == []
    assert len(said("SCL201", scaled(trigger.replace("authenticationRef: {name: broker}, ", "")))) == 1


def test_what_the_environment_may_give_is_not_missing():
    metadata = "{bootstrapServersFromEnv: BROKERS, consumerGroup: g}"
    assert said("SCL201", scaled(f"triggers: [{{type: kafka, metadata: {metadata}}}]")) == []


@pytest.mark.parametrize("kind", ["external", "external-push"])
def test_scalers_of_ones_own_have_keys_of_their_own(kind):
    text = scaled(f"triggers: [{{type: {kind}, metadata: {{scalerAddress: 'gpu:9090', model: bert}}}}]")
    assert said("SCL202", text) == []
    assert said("SCL201", text) == []


def test_keys_that_shared_code_reads_are_known():
    text = scaled(
        "triggers: [{type: aws-sqs-queue, metadata: {awsAccessKeyIDFromEnv: A, identityOwner: operator}}]"
    )
    assert said("SCL202", text) == []


@pytest.mark.parametrize(
    ("given", "found"),
    [("bearer", 0), ("bearer,tls", 0), ("bearer, tls", 0), ("Bearer", 1), ("bearer,mtls", 1)],
)
def test_each_of_several_values_is_checked(given, found):
    text = scaled(f"triggers: [{{type: prometheus, metadata: {{authModes: '{given}'}}}}]")
    assert len(said("SCL203", text)) == found


@pytest.mark.parametrize(
    ("threshold", "severities"),
    [
        ("4", []), ("0.5", []), ("1e3", []), ("500m", ["error"]), ("0", ["error"]), ("0.0001", ["error"]),
        ("0.005", ["warning"]), ("nan", []),
    ],
)  # fmt: skip
def test_thresholds_are_kept_with_three_decimals(threshold, severities):
    text = scaled(f"triggers: [{{type: prometheus, metadata: {{threshold: '{threshold}'}}}}]")
    assert [line.split()[0] for line in said("SCL204", text)] == severities


def test_a_fallback_to_a_share_of_what_runs_needs_no_bounds():
    text = scaled(
        "minReplicaCount: 2, fallback: {failureThreshold: 3, replicas: 0, behavior: currentReplicas}"
    )
    assert said("SCL207", text) == []


def test_a_fallback_to_nothing_stops_the_service():
    assert said("SCL207", scaled("fallback: {failureThreshold: 3, replicas: 0}"))[0].startswith("error")


@pytest.mark.parametrize(
    ("annotation", "found"),
    [
        ('autoscaling.keda.sh/paused: "false"', []),
        ('autoscaling.keda.sh/paused: "yes"', ["warning"]),
        ('autoscaling.keda.sh/paused: ""', ["warning"]),
        ('autoscaling.keda.sh/paused-replicas: "3"', ["warning"]),
        ('autoscaling.keda.sh/paused-replicas: "three"', ["error"]),
        ('autoscaling.keda.sh/paused-scale-in: "0"', []),
    ],
)
def test_whatever_is_not_false_pauses(annotation, found):
    assert [line.split()[0] for line in said("SCL209", scaled(annotations=f"{{{annotation}}}"))] == found


def test_polling_counts_where_metrics_are_cached():
    text = scaled(
        "minReplicaCount: 1, pollingInterval: 10, triggers: [{type: prometheus, useCachedMetrics: true}]"
    )
    assert said("SCL113", text) == []


def test_the_address_of_prometheus_is_asked_for_only_where_one_is_named():
    assert needs("SCL218", scaled("triggers: [{type: cron}]")) == []
    assert needs("SCL218", scaled("triggers: [{type: prometheus, metadata: {serverAddress: 'http://p'}}]"))


def authenticating(spec: str) -> str:
    head = (
        "apiVersion: keda.sh/v1alpha1\nkind: TriggerAuthentication\nmetadata: {name: auth, namespace: prod}\n"
    )
    return f"{head}spec: {spec}\n"


def authenticated(modes: str, reference: str = "authenticationRef: {name: auth}, ") -> str:
    return scaled(f"triggers: [{{type: prometheus, {reference}metadata: {{authModes: '{modes}'}}}}]")


TOKEN = "{secretTargetRef: [{parameter: bearerToken, name: s, key: k}]}"


@pytest.mark.parametrize(
    ("spec", "modes", "found"),
    [
        (TOKEN, "bearer", 0),
        (TOKEN, "bearer,tls", 2),
        (TOKEN, "", 1),
        ("{env: [{parameter: token, name: TOKEN}]}", "bearer", 0),
        ("{hashiCorpVault: {secrets: [{parameter: username}]}}", "basic", 0),
        ("{secretTargetRef: [{parameter: authModes}, {parameter: bearerToken}]}", "", 0),
        ("{podIdentity: {provider: azure-workload}}", "", 0),
        ("{filePath: /keda/auth}", "bearer", 0),
    ],
)
def test_a_mode_has_its_credentials(spec, modes, found):
    assert len(said("SCL226", together(authenticating(spec), authenticated(modes)))) == found


def test_an_authentication_that_is_not_there_may_give_anything():
    assert said("SCL226", authenticated("bearer")) == []
    assert len(said("SCL226", authenticated("bearer", ""))) == 1


def test_a_key_may_stand_in_the_metadata():
    text = scaled("triggers: [{type: prometheus, metadata: {authModes: apiKey, apiKey: abc}}]")
    assert said("SCL226", text) == []
