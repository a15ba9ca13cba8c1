"""Whether a change of configuration reaches the pods that read it."""

from __future__ import annotations

import pytest
from workload_examples import config_map, container, said, severities, thing, together, workload

FROM_ENV = [container(envFrom=[{"configMapRef": {"name": "bert"}}])]
MOUNTED = [container(volumeMounts=[{"name": "conf", "mountPath": "/etc/app"}])]
VOLUME = {"volumes": [{"name": "conf", "configMap": {"name": "bert"}}]}
TRITON = [
    container(
        image="nvcr.io/nvidia/tritonserver:26.07-py3",
        args=["tritonserver", "--model-repository=/models"],
        volumeMounts=[{"name": "conf", "mountPath": "/models/bert"}],
    )
]


def test_a_mounted_folder_is_updated_so_it_is_only_better_practice():
    assert severities("K8S029", together(config_map(), workload(containers=MOUNTED, pod=VOLUME))) == ["info"]


def test_triton_reads_a_mounted_configuration_once():
    assert severities("K8S029", together(config_map(), workload(containers=TRITON, pod=VOLUME))) == [
        "warning"
    ]


def test_a_file_mounted_by_sub_path_is_never_updated():
    mount = {"name": "conf", "mountPath": "/etc/app.yaml", "subPath": "app.yaml"}
    text = together(config_map(), workload(containers=[container(volumeMounts=[mount])], pod=VOLUME))
    assert severities("K8S029", text) == ["warning"]


def test_one_finding_names_all_objects_of_a_workload():
    both = [container(envFrom=[{"configMapRef": {"name": "bert"}}, {"secretRef": {"name": "key"}}])]
    (message,) = said(
        "K8S029", together(config_map(), thing("Secret", "v1", "key"), workload(containers=both))
    )
    assert "ConfigMap prod/bert, Secret prod/key" in message


@pytest.mark.parametrize(
    "annotations",
    [
        {"checksum/config": "abc"},
        {"example.com/config-sha": "abc"},
        {"kubectl.kubernetes.io/restartedAt": "2026-11-01"},
        {"reloader.stakater.com/auto": "true"},
        {"config": "0123456789abcdef0123456789abcdef"},
    ],
)
def test_an_annotation_of_the_template_restarts_the_pods(annotations):
    text = together(config_map(), workload(containers=FROM_ENV, template={"annotations": annotations}))
    assert said("K8S029", text) == []


@pytest.mark.parametrize(
    "name", ["bert-m8k5mtb8kc", "bert-5f0c1d2e", "bert-2c26b46b68ffc68ff99b453c1d304134"]
)
def test_a_name_with_a_hash_changes_with_the_content(name):
    reading = [container(envFrom=[{"configMapRef": {"name": name}}])]
    assert said("K8S029", together(config_map(name), workload(containers=reading))) == []


@pytest.mark.parametrize("name", ["bert-config", "bert-staging", "resnet-deadbeef"])
def test_a_word_at_the_end_is_no_hash(name):
    reading = [container(envFrom=[{"configMapRef": {"name": name}}])]
    assert len(said("K8S029", together(config_map(name), workload(containers=reading)))) == 1


def test_an_immutable_object_never_changes():
    assert said("K8S029", together(config_map(immutable=True), workload(containers=FROM_ENV))) == []


def test_an_object_of_somebody_else_is_not_known_to_change():
    assert said("K8S029", workload(containers=FROM_ENV)) == []


def test_a_job_reads_its_configuration_at_each_run():
    assert said("K8S029", together(config_map(), workload("Job", containers=FROM_ENV))) == []


def test_a_pull_secret_is_read_at_each_pull():
    text = together(thing("Secret", "v1", "pull"), workload(pod={"imagePullSecrets": [{"name": "pull"}]}))
    assert said("K8S029", text) == []
