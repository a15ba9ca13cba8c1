"""Rules about credentials and rights, in the cases that their examples do not show."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from workload_examples import (
    breaches,
    config_map,
    container,
    pod,
    said,
    severities,
    thing,
    together,
    verdicts,
)

from tritonfleet.checks import needs
from tritonfleet.checks.rule import Undecided

RBAC = "rbac.authorization.k8s.io/v1"


def variable(name: str, value: str) -> str:
    return pod(container(env=[{"name": name, "value": value}]))


def role(*rules: dict[str, Any], kind: str = "ClusterRole", name: str = "app") -> str:
    return thing(kind, RBAC, name, "" if kind == "ClusterRole" else "prod", rules=list(rules))


def rule(groups: list[str], resources: list[str], verbs: list[str], **fields: Any) -> dict[str, Any]:
    return {"apiGroups": groups, "resources": resources, "verbs": verbs, **fields}


def binding(
    *subjects: dict[str, Any], kind: str = "ClusterRoleBinding", to: str = "app", of: str = "ClusterRole"
) -> str:
    reference = {"apiGroup": "rbac.authorization.k8s.io", "kind": of, "name": to}
    return thing(
        kind,
        RBAC,
        "app",
        "" if kind == "ClusterRoleBinding" else "prod",
        roleRef=reference,
        subjects=list(subjects),
    )


def account(name: str = "app", namespace: str = "prod") -> dict[str, Any]:
    return {"kind": "ServiceAccount", "name": name, "namespace": namespace}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("AKIA" + "A" * 16, "an AWS access key"),
        ("hf_" + "a" * 34, "a Hugging Face token"),
        ("nvapi-" + "x" * 64, "an NGC key"),
        ("ghp_" + "a" * 36, "a GitHub token"),
        ("postgres://app:horse-staple@db.prod/app", "a password in an address"),
        ("eyJ" + "a" * 20 + ".eyJ" + "b" * 20 + "." + "c" * 20, "a signed token"),
    ],
)
def test_forms_of_credentials(value, kind):
    assert said("SEC003", variable("X", value)) == [f"this is {kind}"]
    assert said("SEC003", pod(container(args=[f"--key={value}"]))) == [f"this is {kind}"]


@pytest.mark.parametrize(
    "value",
    [
        "s3://models/bert",
        "postgres://app:$(PASSWORD)@db/app",
        "postgres://app:${PASSWORD}@db/app",
        "https://example.com/a:b@c",
        "hf_hub_enable_transfer",
        "user@example.com",
        "nvcr.io/nvidia/tritonserver@sha256:" + "a" * 64,
        "sk-learn-model-repository",
        "-----BEGIN CERTIFICATE-----",
    ],
)
def test_texts_that_are_no_credentials(value):
    assert said("SEC003", variable("X", value)) == []


def test_a_private_key_in_a_file_is_shown_by_its_line():
    text = config_map(data={"tls.pem": "# key\n-----BEGIN RSA PRIVATE KEY-----\nabc\n"})
    (breach,) = breaches("SEC003", text)
    assert breach.inside is not None
    assert breach.inside.line == 2


def test_a_finding_does_not_repeat_the_credential():
    assert "horse" not in str(breaches("SEC003", variable("X", "postgres://app:horse-staple@db.prod/app"))[0])


@pytest.mark.parametrize(
    "name", ["REDIS_PASSWORD", "HF_TOKEN", "AWS_SECRET_ACCESS_KEY", "api_key", "CLIENT_SECRET"]
)
def test_names_of_secrets(name):
    assert len(said("SEC004", variable(name, "correct-horse"))) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EOS_TOKEN", "end"),
        ("MAX_NEW_TOKENS", "many"),
        ("TOKENIZER", "bert"),
        ("PASSWORD_FILE", "some-file"),
        ("TOKEN", "/run/secrets/token"),
        ("USE_API_KEY", "true"),
        ("NEXT_TOKEN", "151643"),
        ("PASSWORD", "$(FROM_SECRET)"),
        ("PASSWORD", ""),
        ("SECRET_NAME", "bert-key"),
    ],
)
def test_variables_that_hold_no_secret(name, value):
    assert said("SEC004", variable(name, value)) == []


def test_a_credential_is_told_once():
    assert said("SEC004", variable("HF_TOKEN", "hf_" + "a" * 34)) == []


def test_a_template_of_a_secret_for_a_vault_holds_no_content():
    assert said("SEC005", thing("Secret", "v1", stringData={"key": ""})) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("route: {receiver: default}", 0),
        ("smtp_auth_password: hunter2", 1),
        ("[auth]\npassword = $__file{/etc/secrets/password}", 0),
        ("slack_configs: [{api_url: https://hooks.slack.com/services/T/B/x}]", 1),
    ],
)
def test_a_configuration_file_in_a_secret_need_not_hold_one(text, found):
    encoded = b64encode(text.encode()).decode()
    assert len(said("SEC005", thing("Secret", "v1", stringData={"app.yaml": text}))) == found
    assert len(said("SEC005", thing("Secret", "v1", data={"app.yaml": encoded}))) == found
    assert len(said("SEC005", thing("Secret", "v1", stringData={"app": text}))) == 1


def test_an_account_with_rights_needs_its_token():
    serving = pod(serviceAccountName="app")
    owned = thing("ServiceAccount", "v1", "app")
    assert len(said("SEC025", together(owned, serving))) == 1
    assert said("SEC025", together(owned, serving, binding(account()))) == []
    homeless = [text.replace('"namespace": "prod"', '"namespace": ""') for text in (owned, serving)]
    assert said("SEC025", together(*homeless, binding(account()))) == []
    assert (
        said("SEC025", together(owned, pod(serviceAccountName="app", automountServiceAccountToken=False)))
        == []
    )


def test_an_account_of_somebody_else_may_have_rights():
    assert said("SEC025", pod(serviceAccountName="app")) == []


@pytest.mark.parametrize(
    ("groups", "resources", "verbs", "found"),
    [
        (["*"], ["*"], ["*"], 1),
        ([""], ["*"], ["*"], 1),
        (["example.com"], ["*"], ["*"], 0),
        (["*"], ["*"], ["get"], 0),
        (["*"], ["pods"], ["*"], 0),
    ],
)
def test_rights_to_everything(groups, resources, verbs, found):
    assert len(said("SEC026", role(rule(groups, resources, verbs)))) == found


@pytest.mark.parametrize("fields", [{"resourceNames": ["one"]}, {}])
def test_rights_to_every_secret(fields):
    text = together(role(rule([""], ["secrets"], ["get"], **fields)), binding(account()))
    assert len(said("SEC027", text)) == (0 if fields else 1)


def test_kubernetes_has_roles_and_accounts_of_its_own():
    reading = binding(account("x", "kube-system"), to="extension-apiserver-authentication-reader", of="Role")
    assert said("SEC001", reading) + said("SEC002", reading) == []


def test_what_belongs_to_the_cluster_is_in_no_namespace_whatever_it_names():
    stray = role().replace('"namespace": ""', '"namespace": "prod"')
    other = role(name="other")
    assert said("SEC001", together(stray, other, binding(account(), of="ClusterRole"))) == []


def test_an_account_of_a_namespace_that_others_fill():
    assert verdicts("SEC002", binding(account(namespace="monitoring"))) == [
        Undecided(needs.existing("ServiceAccount"))
    ]


def test_anonymous_users_get_only_what_is_public():
    nobody = {"kind": "Group", "name": "system:unauthenticated"}
    assert severities("SEC030", binding(nobody, to="view")) == ["error"]
    assert severities("SEC030", binding(nobody, to="system:public-info-viewer")) == []


@pytest.mark.parametrize(
    ("groups", "resources", "found"),
    [
        (["apps"], ["deployments/scale"], 0),
        (["extensions"], ["ingresses"], 1),
        (["extensions", "networking.k8s.io"], ["ingresses"], 0),
        (["metrics.k8s.io"], ["pods", "nodes"], 0),
        (["*"], ["deployments"], 0),
        ([""], ["events"], 0),
        ([""], ["horizontalpodautoscalers"], 1),
        ([""], ["widgets"], 0),
    ],
)
def test_groups_of_resources(groups, resources, found):
    assert len(said("SEC036", role(rule(groups, resources, ["get"])))) == found


def test_another_rule_of_the_role_may_name_the_right_group():
    both = [rule(["extensions"], ["ingresses"], ["get"]), rule(["networking.k8s.io"], ["ingresses"], ["get"])]
    assert said("SEC036", role(*both)) == []


def test_a_role_reaches_the_namespace_that_it_is_in():
    assert said("SEC037", role(rule([""], ["namespaces", "pods"], ["get"]), kind="Role")) == []


def test_addresses_outside_the_resources_belong_to_the_cluster():
    rules = {"nonResourceURLs": ["/metrics"], "verbs": ["get"]}
    assert severities("SEC037", role(rules, kind="Role")) == ["error"]


@pytest.mark.parametrize(
    ("key", "text", "found"),
    [
        ("enforce", "baseline", 0),
        ("enforce-version", "latest", 0),
        ("warn-version", "v1.36", 0),
        ("enforce-version", "1.36", 1),
        ("enforced", "baseline", 1),
        ("enforce", "Restricted", 1),
    ],
)
def test_labels_of_the_standards(key, text, found):
    labels = {f"pod-security.kubernetes.io/{key}": text}
    assert len(said("SEC033", thing("Namespace", "v1", "prod", "", metadata={"labels": labels}))) == found


def test_a_namespace_of_somebody_else_may_have_a_default_policy():
    assert said("SEC034", pod()) == []


def test_whoever_writes_no_policies_may_keep_pods_apart_otherwise():
    open_ports = pod(container(ports=[{"containerPort": 8000}]))
    assert said("SEC034", together(thing("Namespace", "v1", "prod", ""), open_ports)) == []


def test_a_namespace_whose_serving_pods_all_have_a_policy_needs_no_default_one():
    policy = thing(
        "NetworkPolicy", "networking.k8s.io/v1", spec={"podSelector": {"matchLabels": {"app": "bert"}}}
    )
    ports = [{"containerPort": 8000}]
    pods = [pod(container(ports=ports), labels={"app": app}) for app in ("bert", "other")] + [pod()]
    namespace = thing("Namespace", "v1", "prod", "")
    assert said("SEC034", together(namespace, policy, pods[0], pods[2])) == []
    assert len(said("SEC034", together(namespace, policy, pods[1]))) == 1


def test_whoever_labels_no_namespace_may_have_a_standard_for_the_cluster():
    assert said("SEC032", thing("Namespace", "v1", "prod", "")) == []
