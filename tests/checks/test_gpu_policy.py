"""The GPU operator's objects: what excludes each other, and what may lie outside the manifests."""

from __future__ import annotations

import pytest
from gpu_examples import config_map, node, policy, said, together, undecided

from tritonfleet.checks.facts import Facts

SHARED = """\
version: v1
flags: {migStrategy: none}
sharing: {timeSlicing: {renameByDefault: true, resources: [{name: nvidia.com/gpu, replicas: 4}]}}
"""
NAMED = "{devicePlugin: {config: {name: gpu-5f0c1d2e, default: shared}}}"
RULES = [f"GPU4{number:02}" for number in range(1, 16)]


@pytest.mark.parametrize("rule", RULES)
def test_an_empty_policy_has_nothing_wrong(rule):
    assert said(rule, policy("{}")) == []


@pytest.mark.parametrize("rule", RULES)
def test_policies_of_others_are_not_read(rule):
    kyverno = policy("{mig: {strategy: single}}").replace("nvidia.com/v1", "kyverno.io/v1")
    assert said(rule, together(kyverno, kyverno.replace("cluster-policy", "another"))) == []


def test_a_config_map_may_be_made_by_somebody_else():
    assert said("GPU401", policy(NAMED)) == []
    assert undecided("GPU401", policy(NAMED))


def test_a_config_map_in_another_namespace_is_not_seen():
    text = together(policy(NAMED), config_map("shared", SHARED, namespace="default"))
    assert said("GPU401", text, Facts(gpu_namespace="gpu-operator")) == [
        "ConfigMap `gpu-5f0c1d2e` is in namespace default, the operator in gpu-operator"
    ]
    assert said("GPU401", text) == []


def test_the_operators_own_mig_configuration_needs_no_config_map():
    assert not undecided("GPU403", policy("{migManager: {config: {name: default-mig-parted-config}}}"))


def test_without_a_default_the_labels_of_nodes_may_choose():
    unnamed = policy("{devicePlugin: {config: {name: gpu-5f0c1d2e}}}")
    text = together(unnamed, config_map("shared", SHARED))
    assert said("GPU402", text)
    assert said("GPU402", together(text, node("nvidia.com/device-plugin.config: shared"))) == []


@pytest.mark.parametrize("strategy", ["none", "mixed", '""'])
def test_strategies_that_do_not_differ_where_it_counts(strategy):
    plugin = config_map("shared", SHARED.replace("none", "mixed" if strategy == "mixed" else "none"))
    spec = NAMED.replace("{devicePlugin", f"{{mig: {{strategy: {strategy}}}, devicePlugin")
    assert said("GPU404", together(policy(spec), plugin)) == []


def test_an_exporter_that_is_off_needs_no_names():
    spec = NAMED.replace("{devicePlugin", "{dcgmExporter: {enabled: false}, devicePlugin")
    assert said("GPU405", together(policy(spec), config_map("shared", SHARED))) == []


def test_shares_under_the_plain_name_are_known_to_the_exporter():
    plain = SHARED.replace("renameByDefault: true, ", "")
    assert said("GPU405", together(policy("{}"), config_map("shared", plain))) == []


def test_an_exporter_of_ones_own_is_asked_too():
    exporter = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: dcgm-exporter, namespace: monitoring}
spec:
  selector: {matchLabels: {app: dcgm-exporter}}
  template:
    metadata: {labels: {app: dcgm-exporter}}
    spec: {containers: [{name: exporter, image: "nvcr.io/nvidia/k8s/dcgm-exporter:4.5.3-4.8.2-distroless"}]}
"""
    assert said("GPU406", together(exporter, config_map("shared", SHARED))) == [
        "`KUBERNETES_VIRTUAL_GPUS` is not set, and ConfigMap gpu-operator/gpu-5f0c1d2e shares nvidia.com/gpu"
    ]


@pytest.mark.parametrize("name", ["gpu-5f0c1d2e", "mig-7h2kf8g9bt", "plugin-v3"])
def test_a_name_that_changes_with_its_content(name):
    text = together(policy(NAMED.replace("gpu-5f0c1d2e", name)), config_map("shared", SHARED, name=name))
    assert said("GPU407", text) == []


def test_other_programs_of_the_plugins_image_hand_out_nothing():
    discovery = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: gpu-feature-discovery, namespace: gpu}
spec:
  selector: {matchLabels: {app: gfd}}
  template:
    metadata: {labels: {app: gfd}}
    spec:
      containers:
      - {name: gfd, image: "nvcr.io/nvidia/k8s-device-plugin:v0.20.0", command: [/usr/bin/gpu-feature-discovery]}
"""
    assert said("GPU413", together(policy("{}"), discovery)) == []


def test_the_operators_own_plugin_may_be_among_the_manifests():
    own = """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: nvidia-device-plugin-daemonset
  namespace: gpu-operator
  ownerReferences: [{apiVersion: nvidia.com/v1, kind: ClusterPolicy, name: cluster-policy, uid: "1"}]
spec:
  selector: {matchLabels: {app: plugin}}
  template:
    metadata: {labels: {app: plugin}}
    spec: {containers: [{name: plugin, image: "nvcr.io/nvidia/k8s-device-plugin:v0.20.0"}]}
"""
    assert said("GPU413", together(policy("{}"), own)) == []


def driver(name: str, selector: str) -> str:
    spec = f"{{driverType: gpu, nodeSelector: {selector}}}"
    return f"apiVersion: nvidia.com/v1alpha1\nkind: NVIDIADriver\nmetadata: {{name: {name}}}\nspec: {spec}\n"


def test_drivers_of_different_pools_do_not_meet():
    assert said("GPU415", together(driver("a", "{pool: a}"), driver("b", "{pool: b}"))) == []
    assert said("GPU415", together(driver("a", "{pool: a}"), driver("b", "{zone: b}"))) == []


def test_the_fallback_driver_is_for_the_other_nodes():
    fallback = driver("rest", "{}").replace("driverType", "default: true, driverType")
    assert said("GPU415", together(driver("a", "{pool: a}"), fallback)) == []
