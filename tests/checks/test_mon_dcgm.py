"""dcgm-exporter: which fields it measures, and whether it can."""

from __future__ import annotations

import pytest
from mon_examples import DCGM, alert, needs, said

RARE = alert("max(DCGM_FI_DEV_THERMAL_VIOLATION) > 1")
USUAL = alert("max(DCGM_FI_DEV_GPU_TEMP) > 85")
POLICY = """\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec: {dcgmExporter: {config: {name: counters}}}
"""


def counters(*rows: str, key: str = "metrics") -> str:
    lines = "".join(f"    {row}\n" for row in rows)
    return f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: counters, namespace: gpu}}
data:
  {key}: |
{lines}"""


def mounted(mount: str, arguments: str = "") -> str:
    return (
        DCGM
        + f"        args: [{arguments}]\n        volumeMounts: [{{name: counters, {mount}}}]\n"
        + "      volumes: [{name: counters, configMap: {name: counters}}]\n"
    )


def test_without_an_exporter_the_file_is_asked_for():
    assert needs("MON401", RARE) == ["the counters file of dcgm-exporter (its ConfigMap, or its DaemonSet)"]
    assert needs("MON401", USUAL) == []


def test_the_file_of_the_image_has_the_usual_fields():
    assert said("MON401", DCGM, USUAL) == []
    assert said("MON401", DCGM, RARE)


@pytest.mark.parametrize(
    ("mount", "arguments"),
    [
        ("mountPath: /etc/dcgm-exporter/default-counters.csv, subPath: metrics", ""),
        ("mountPath: /etc/own", "-f, /etc/own/metrics"),
        ("mountPath: /etc/own", "--collectors=/etc/own/metrics"),
    ],
)
def test_a_file_of_ones_own_counts(mount, arguments):
    own = counters("DCGM_FI_DEV_THERMAL_VIOLATION, counter, Throttling by heat.")
    assert said("MON401", mounted(mount, arguments), own, RARE) == []
    assert said("MON401", mounted(mount, arguments), own, USUAL)


def test_a_file_that_is_elsewhere_is_not_known():
    elsewhere = mounted("mountPath: /etc/own", "-f, /etc/own/metrics")
    assert said("MON401", elsewhere, RARE) == []
    assert needs("MON401", elsewhere, RARE)


def test_the_gpu_operators_file_counts():
    own = counters("DCGM_FI_DEV_THERMAL_VIOLATION, counter, Throttling by heat.", key="dcgm-metrics.csv")
    assert said("MON401", POLICY, own, RARE) == []
    assert said("MON401", POLICY, own, USUAL)


@pytest.mark.parametrize(
    ("row", "right"),
    [
        ("DCGM_FI_DEV_GPU_TEMP, gauge, Temperature.", True),
        ('DCGM_FI_DEV_GPU_TEMP, gauge,"Temperature, in C."', True),
        ("# anything, at, all, goes", True),
        ("DCGM_FI_DRIVER_VERSION, label, Driver.", True),
        ("DCGM_EXP_XID_ERRORS_COUNT, counter, XIDs.", True),
        ("DCGM_FI_DEV_GPU_TEMP, gauge", False),
        ("DCGM_FI_DEV_GPU_TEMP, gauge, Temperature, in C.", False),
        ("DCGM_FI_DEV_GPU_TEMP, guage, Temperature.", False),
        ("DCGM_FI_DEV_GPU_TMP, gauge, Temperature.", False),
    ],
)
def test_rows_of_the_file(row, right):
    mount = "mountPath: /etc/dcgm-exporter/default-counters.csv, subPath: metrics"
    assert bool(said("MON402", mounted(mount), counters(row))) is not right


@pytest.mark.parametrize(
    "context",
    ["{privileged: true}", "{capabilities: {add: [CAP_SYS_ADMIN]}}", "{capabilities: {add: [ALL]}}"],
)
def test_who_may_profile(context):
    assert said("MON403", DCGM)
    assert said("MON403", DCGM + f"        securityContext: {context}\n") == []


def test_who_does_not_profile_needs_nothing():
    mount = "mountPath: /etc/dcgm-exporter/default-counters.csv, subPath: metrics"
    assert said("MON403", mounted(mount), counters("DCGM_FI_DEV_GPU_TEMP, gauge, Temperature.")) == []


def test_a_config_map_elsewhere_is_not_judged():
    assert said("MON404", POLICY) == []


def test_who_asks_for_no_pod_needs_none():
    assert said("MON405", DCGM, USUAL) == []
