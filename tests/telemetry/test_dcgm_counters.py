"""What dcgm-exporter is told to measure: complete, readable by it, and all that our own queries read."""

from __future__ import annotations

import json
import re

import pytest
from watched_clusters import findings, objects, of_kind, platform, watched

from tritonfleet import metrics
from tritonfleet.charts.platform_counters import default_counters
from tritonfleet.checks.monitors.counters import TYPES, read_counters
from tritonfleet.checks.objects import Resource
from tritonfleet.dcgm import OPERATOR_KEY
from tritonfleet.emit.gpu.dcgm import counters_name
from tritonfleet.queries import queries, query
from tritonfleet.render.helm import Object
from tritonfleet.yamlio import dump, load_manifests

ENABLED = {"monitoring": {"dcgm": {"counters": {"enabled": True}}}}


@pytest.fixture(scope="module")
def made() -> list[Object]:
    return objects(watched(grafana={}, keda={}))


def counters_of(found: list[Object]) -> Object:
    return next(one for one in of_kind("ConfigMap", found) if OPERATOR_KEY in one["data"])


def rows(found: list[Object]) -> list[tuple[str, ...]]:
    config_map = counters_of(found)
    resource = Resource(load_manifests(dump(config_map), "f.yaml")[0])
    read = read_counters(resource, ("data", OPERATOR_KEY), config_map["data"][OPERATOR_KEY])
    return [row.fields for row in read.rows]


def test_the_exporter_reads_every_line(made):
    assert all(len(fields) == 3 and fields[1] in TYPES for fields in rows(made))


def test_a_line_has_two_commas_and_no_quotes(made):
    lines = counters_of(made)["data"][OPERATOR_KEY].splitlines()
    assert [line for line in lines if line.count(",") != 2 or '"' in line] == []


def test_every_field_is_one_of_dcgm_or_of_the_exporter(made):
    unknown = [
        name for name, *_ in rows(made) if not metrics.is_dcgm_field(name) and metrics.metric(name) is None
    ]
    assert unknown == []


def test_the_file_has_all_that_the_exporters_own_has(made):
    exporter = metrics.exporter("DCGM_")
    assert exporter is not None
    usual = {name for name, metric in exporter.metrics.items() if metric.default}
    assert usual <= {name for name, *_ in rows(made)}


def test_types_are_those_of_the_catalogue(made):
    for name, kind, _ in rows(made):
        known = metrics.metric(name)
        assert kind == (known.kind.value if known else "label")


def test_every_dcgm_metric_that_a_rule_or_dashboard_reads_is_measured(made):
    texts = [json.dumps(one) for one in made if one["kind"] in ("PrometheusRule", "ConfigMap")]
    read = {
        name for text in texts for name in re.findall(r"\bDCGM_(?:FI_DEV|FI_PROF|EXP)_[A-Z0-9_]+\b", text)
    }
    known = {name for name in read if metrics.metric(name) is not None}
    assert known
    assert known <= {name for name, *_ in rows(made)}


def test_no_alert_on_gpus_asks_for_what_is_off(made):
    (rules,) = of_kind("PrometheusRule", made)
    policy = {
        "apiVersion": "nvidia.com/v1",
        "kind": "ClusterPolicy",
        "metadata": {"name": "cluster-policy"},
        "spec": {"dcgmExporter": {"config": {"name": counters_of(made)["metadata"]["name"]}}},
    }
    said = findings(policy, rules, counters_of(made))
    assert [line for line in said if line.startswith("MON4")] == []


def test_a_field_is_added_or_left_out_by_name():
    fields = {"DCGM_FI_DEV_ECC_SBE_VOL_TOTAL": "counter, errors", "DCGM_FI_DEV_ENC_UTIL": None}
    own = {"monitoring": {"dcgm": {"counters": {"enabled": True, "fields": fields}}}}
    names = {name for name, *_ in rows(platform(own))}
    assert names == {*default_counters(), "DCGM_FI_DEV_ECC_SBE_VOL_TOTAL"} - {"DCGM_FI_DEV_ENC_UTIL"}


def test_the_name_in_nvidias_values_is_that_of_the_config_map(made):
    assert counters_of(made)["metadata"]["name"] == counters_name()


def test_the_config_map_lies_beside_the_exporter_and_outlives_its_successor(made):
    metadata = counters_of(made)["metadata"]
    assert metadata["namespace"] == "gpu-operator"
    assert metadata["annotations"]["helm.sh/resource-policy"] == "keep"


CAUSES = ("thermal", "power", "sync_boost", "board_limit", "low_util", "reliability")


def test_every_query_on_gpus_reads_what_is_measured(made):
    texts = [each.expression("") for name, each in queries().items() if name.startswith(("gpu-", "xid"))]
    texts += [query("throttling").expression("", cause=cause) for cause in CAUSES]
    read = {name for text in texts for name in re.findall(r"\bDCGM_[A-Z0-9_]+\b", text)}
    assert read
    assert read <= {name for name, *_ in rows(made)}
