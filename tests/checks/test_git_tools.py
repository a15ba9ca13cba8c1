"""ApplicationSets, Helm, Kustomize and Flux."""

from __future__ import annotations

import pytest
from gitops_examples import application_set, config_map
from gpu_examples import said, undecided

from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import ObjectRef

LIST = "{list: {elements: [{name: a, zone: 1}, {name: b, zone: 2}]}}"
GIT = '{git: {repoURL: "git@example.com:fleet.git", %s: [{path: "apps/*"}]}}'


@pytest.mark.parametrize("policy", ["applicationsSync: create-update", "applicationsSync: create-only"])
def test_an_application_set_that_never_deletes_is_fine(policy):
    assert said("GIT031", application_set(LIST, policy=policy)) == []


@pytest.mark.parametrize(
    "name",
    [
        "'{{ .name }}-{{ .zone }}'",
        "'{{ printf \"%s-x\" .name }}'",
        "'{{ .name | lower }}'",
        "'{{- if .name }}x{{ end }}'",
    ],
)
def test_expressions_that_are_more_than_a_parameter_are_left_alone(name):
    text = application_set(LIST, name=name)
    assert (said("GIT033", text), said("GIT034", text), said("GIT035", text)) == ([], [], [])


def test_a_key_that_one_element_lacks_is_told():
    text = application_set(
        "{list: {elements: [{name: a, zone: 1}, {name: b}]}}", name="'{{ .name }}-{{ .zone }}'"
    )
    assert said("GIT033", text) == ["not every element of the list has `zone`"]


@pytest.mark.parametrize(
    "generators", [f"{LIST}, {GIT % 'directories'}", f"{{matrix: {{generators: [{LIST}]}}}}"]
)
def test_what_other_generators_give_is_not_known(generators):
    assert said("GIT033", application_set(generators, name="'{{ .whatever }}'")) == []


def test_two_elements_of_one_name_collide():
    text = application_set("{list: {elements: [{name: a}, {name: a}]}}")
    assert said("GIT035", text) == ["`{{ .name }}` gives 1 name for 2 elements"]


@pytest.mark.parametrize(
    ("generators", "project", "findings"),
    [
        (GIT % "directories", "'{{ .path.basename }}'", 1),
        (GIT % "files", "'{{ .team }}'", 1),
        (GIT % "directories", "'{{ .values.project }}'", 0),
        ("{clusters: {}}", "'{{ .metadata.labels.project }}'", 0),
        (LIST, "'{{ .zone }}'", 0),
        (GIT % "directories", "triton", 0),
    ],
)
def test_a_project_that_a_repository_decides_is_open_to_its_writers(generators, project, findings):
    assert len(said("GIT036", application_set(generators, project=project))) == findings


MANAGED = "app.kubernetes.io/managed-by: Helm"


def test_names_are_compared_with_those_of_another_release():
    facts = Facts(other_release=(ObjectRef("v1", "ConfigMap", "other-models", "prod"),))
    assert said("GIT037", config_map("bert-models", labels=MANAGED), facts) == []
    assert len(said("GIT037", config_map("other-models", labels=MANAGED), facts)) == 1


def test_without_the_chart_nobody_can_tell_and_without_helm_nobody_asks():
    assert len(undecided("GIT037", config_map("models", labels=MANAGED))) == 1
    assert undecided("GIT037", config_map("models")) == []


def test_a_definition_that_helm_does_not_own_is_not_deleted_by_it():
    definition = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: models.example.com}
spec: {group: example.com}
"""
    assert said("GIT038", definition) == []


TRIGGER = """\
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {name: prometheus, namespace: prod}
spec: {secretTargetRef: [{parameter: bearerToken, name: token, key: token}]}
---
"""


def secret(name: str, namespace: str = "prod") -> str:
    return f"apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, namespace: {namespace}}}\n---\n"


@pytest.mark.parametrize(
    ("others", "findings"),
    [
        (secret("token-7f8bkm9g24"), 1),
        (secret("token-7f8bkm9g24") + secret("token"), 0),
        (secret("token-7f8bkm9g24", "staging"), 0),
        (secret("token-production"), 0),
        ("", 0),
    ],
    ids=["only a hashed one", "both", "in another namespace", "no hash", "none"],
)
def test_a_hash_that_a_custom_resource_lacks(others, findings):
    assert len(said("GIT039", TRIGGER + others)) == findings


KUSTOMIZATION = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"


def test_fluxs_kustomization_is_another_kind():
    flux = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: fleet, namespace: flux-system}
spec: {interval: 10m, path: ./overlays, commonLabels: {a: b}}
commonLabels: {a: b}
"""
    assert said("GIT040", flux) == []


def test_an_argo_cd_that_inflates_charts_may_be_given_them():
    charts = KUSTOMIZATION + "helmCharts: [{name: triton}]\n---\n"
    config = config_map("argocd-cm").replace("{a: b}", "{kustomize.buildOptions: --enable-helm}")
    assert (len(said("GIT041", charts)), said("GIT041", charts + config)) == (1, [])


UNHASHED = KUSTOMIZATION + (
    "configMapGenerator: [{name: models, options: {disableNameSuffixHash: true}}]\n---\n"
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: bert, annotations: {%s}}\n"
    "spec: {template: {spec: {volumes: [{name: m, configMap: {name: %s}}]}}}\n"
)


@pytest.mark.parametrize(
    ("annotations", "name", "findings"),
    [("", "models", 1), ("reloader.stakater.com/auto: 'true'", "models", 0), ("", "others", 0)],
    ids=["mounted", "reloaded", "not mounted"],
)
def test_a_generated_name_without_a_hash_matters_to_who_mounts_it(annotations, name, findings):
    assert len(said("GIT043", UNHASHED % (annotations, name))) == findings


def test_a_generator_may_keep_its_hash_against_the_rest():
    text = KUSTOMIZATION + (
        "generatorOptions: {disableNameSuffixHash: true}\n"
        "configMapGenerator: [{name: models, options: {disableNameSuffixHash: false}}]\n"
    )
    assert said("GIT043", text) == []


def release(version: str, kind: str = "HelmRepository") -> str:
    return f"""\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {{name: bert, namespace: prod}}
spec: {{chart: {{spec: {{chart: triton, {version}sourceRef: {{kind: {kind}, name: fleet}}}}}}}}
"""


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        (release("version: 1.4.2, "), 0),
        (release("version: '>=1.4', "), 1),
        (release(""), 1),
        (release("", "GitRepository"), 0),
    ],
)
def test_a_chart_from_a_git_repository_has_the_repositorys_revision(text, findings):
    assert len(said("GIT045", text)) == findings


def test_a_source_of_another_repository_may_exist():
    assert (said("GIT044", release("")), len(undecided("GIT044", release("")))) == ([], 1)
