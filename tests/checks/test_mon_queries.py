"""What queries ask of metrics: real mistakes are told, and what only looks like one is not."""

from __future__ import annotations

import pytest
from mon_examples import (
    DCGM,
    alert,
    dashboard,
    fixes,
    needs,
    panel,
    pod_monitor,
    record,
    said,
    scaled,
    server,
    service,
    service_monitor,
)

from tritonfleet.checks import Facts
from tritonfleet.checks.facts import NodeFacts

MODEL = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: models, namespace: prod}
data:
  bert.config.pbtxt: |
    name: "bert"
    backend: "onnxruntime"
    max_batch_size: 8
"""
MOUNTED = """\
        volumeMounts: [{name: models, mountPath: /models/bert}]
      volumes:
      - {name: models, configMap: {name: models, items: [{key: bert.config.pbtxt, path: config.pbtxt}]}}
"""
HISTOGRAM = "nv_inference_first_response_histogram_ms_bucket"


def facts(**versions: str) -> Facts:
    return Facts(versions={name.replace("_", "-"): version for name, version in versions.items()})


def nodes(*kinds: NodeFacts) -> Facts:
    return Facts(nodes=kinds)


GOOD = [
    "(sum by (model) (rate(nv_inference_request_failure[1h])) / sum by (model) (rate(nv_inference_count[1h])) > 0.0144)"
    " and (sum by (model) (rate(nv_inference_request_failure[5m])) / sum by (model) (rate(nv_inference_count[5m]))"
    " > 0.0144)",
    "absent(nv_inference_count)",
    "sum(rate(nv_inference_request_failure[5m]))"
    " / sum(rate(nv_inference_request_success[5m]) + rate(nv_inference_request_failure[5m])) > 0.05",
    "histogram_quantile(0.99, sum by (le) (rate(vllm:e2e_request_latency_seconds_bucket[5m]))) > 10",
    "max by (UUID) (DCGM_FI_DEV_FB_USED / (DCGM_FI_DEV_FB_USED + DCGM_FI_DEV_FB_FREE)) > 0.95",
    "DCGM_FI_DEV_XID_ERRORS != 0",
    "increase(nv_inference_request_failure[10m]) > 0",
    "nv_inference_request_failure > 0",
    "nv_gpu_memory_used_bytes / nv_gpu_memory_total_bytes > 0.95",
    "avg_over_time(nv_gpu_utilization[10m]) < 0.1",
    "(1 - nv_gpu_utilization) * 100 > 95",
    "sum(rate(nv_inference_request_duration_us[2m])) / 1e6 > 20",
    "sum(rate(nv_inference_queue_duration_us[5m])) / sum(rate(nv_inference_request_duration_us[5m])) > 0.5",
    "up{job='bert'} == 0",
    "rate(nv_energy_consumption[5m]) > 300",
    "changes(nv_inference_exec_count[10m]) == 0",
    "sum by (model) (nv_inference_pending_request_count) > 100 unless on () maintenance",
    "label_replace(sum by (model) (rate(nv_inference_count[5m])), 'model_name', '$1', 'model', '(.*)') > 5",
    "DCGM_FI_DEV_GPU_UTIL > 90",
    "DCGM_FI_DEV_GPU_TEMP > 85",
    "count(nv_inference_count) < 2",
    "keda_scaler_detail_errors_total > 0",
    "sum(increase(nv_inference_queue_duration_us[5m]))"
    " / clamp_min(sum(increase(nv_inference_request_success[5m])), 1) > 50000",
    "nv_inference_count - nv_inference_count offset 5m > 100",
    "quantile_over_time(0.95, nv_inference_pending_request_count[10m]) > 10",
    "max_over_time(sum(rate(nv_inference_request_failure[5m]))[1h:5m]) > 5",
    "sum by (model) (rate(nv_inference_request_failure{model!=''}[5m])) > 1",
    "max(nv_inference_request_summary_us{quantile='0.99'}) > 500000",
    "histogram_quantile(0.9, sum(rate(http_request_duration_seconds[5m]))) > 1",
    "vector(1)",
]


@pytest.mark.parametrize("expression", GOOD)
def test_what_is_right_is_left_alone(expression):
    assert said("MON", alert(expression, more="for: 5m\n      labels: {severity: warning}")) == []


def test_a_name_of_ones_own_is_no_metric_of_tritons():
    own = record("nv_inference_mine", "sum(x)")
    assert said("MON102", own, alert("nv_inference_mine > 1")) == []


def test_a_metric_that_only_dcgm_knows_exists():
    assert said("MON102", alert("DCGM_FI_DEV_FB_TOTAL > 1")) == []
    assert said("MON102", alert("DCGM_FI_DEV_FB_TOTALS > 1"))


def test_a_release_that_is_not_known_is_asked_for():
    assert needs("MON103", alert("nv_inference_pending_request_count > 1")) == [
        "the version of triton (clusters.*.versions of --fleet)"
    ]


def test_the_release_may_be_a_fact():
    text = alert("nv_inference_pending_request_count > 1")
    assert said("MON103", text, facts=facts(triton="23.08"))
    assert said("MON103", text, facts=facts(triton="23.09")) == []


def test_one_server_that_has_the_metric_is_enough():
    newer = server(tag="24.11").replace("name: bert", "name: newer")
    assert said("MON103", server(tag="23.08"), newer, alert("nv_inference_pending_request_count > 1")) == []


def test_triton_1_is_gone_whatever_runs():
    (finding,) = said("MON103", alert("rate(nv_inference_load_ratio_count[5m]) > 1"))
    assert "up to 20.05 only" in finding


def test_a_reason_of_failure_is_a_label_since_24_07():
    text = alert("rate(nv_inference_request_failure{reason='BACKEND'}[5m]) > 1")
    assert said("MON103", server(tag="24.06"), text)
    assert said("MON103", server(tag="24.07"), text) == []


def test_a_label_that_a_monitor_adds_exists():
    query = scaled('sum(vllm:num_requests_waiting{model="llama"})')
    assert said("MON104", query)
    adding = "{port: metrics, relabelings: [{sourceLabels: [__address__], targetLabel: model}]}"
    assert said("MON104", query, pod_monitor(adding)) == []
    assert said("MON104", query, service(), service_monitor(more="targetLabels: [model], ")) == []


def test_a_matcher_that_takes_what_has_no_label_is_fine():
    assert said("MON104", alert("nv_inference_pending_request_count{model_name=~'.*'} > 1")) == []


@pytest.mark.parametrize("label", ["cluster", "team", "node", "namespace", "_tier"])
def test_labels_of_others_are_left_alone(label):
    assert said("MON104", alert(f"sum by ({label}) (nv_inference_pending_request_count) > 1")) == []


def test_the_name_of_the_host_goes_by_the_version_of_the_exporter():
    old, new = (
        alert("max by (Hostname) (DCGM_FI_DEV_GPU_TEMP) > 85"),
        alert("max by (hostname) (DCGM_FI_DEV_GPU_TEMP) > 85"),
    )
    assert said("MON105", DCGM, new)
    assert said("MON105", DCGM, old) == []
    assert said("MON105", old, facts=facts(dcgm_exporter="4.6.0-4.8.3"))
    assert needs("MON105", old)


def test_a_namespace_that_is_the_exporters_own_is_meant():
    monitor = pod_monitor("{port: metrics}", selector="{app: dcgm-exporter}").replace("prod", "gpu")
    assert said("MON106", DCGM, monitor, alert("max(DCGM_FI_DEV_GPU_TEMP{namespace='gpu'}) > 85")) == []
    assert said("MON106", DCGM, monitor, alert("max(DCGM_FI_DEV_GPU_TEMP{namespace='prod'}) > 85"))


def test_relabelled_pods_are_not_judged():
    relabelled = "{port: metrics, metricRelabelings: [{sourceLabels: [exported_pod], targetLabel: pod}]}"
    monitor = pod_monitor(relabelled, selector="{app: dcgm-exporter}").replace("prod", "gpu")
    assert said("MON106", DCGM, monitor, alert("max by (pod) (DCGM_FI_DEV_GPU_TEMP) > 85")) == []


def test_one_server_that_writes_the_metric_is_enough():
    summaries = server(", --metrics-config=summary_latencies=true").replace("name: bert", "name: other")
    text = alert("max(nv_inference_queue_summary_us) > 1000")
    assert said("MON107", server(), text)
    assert said("MON107", server(), summaries, text) == []


def test_a_command_line_that_is_not_known_proves_nothing():
    hidden = server().replace("args: [tritonserver, --model-repository=/models]", "command: [/entrypoint.sh]")
    assert said("MON107", hidden, alert("max(nv_inference_queue_summary_us) > 1000")) == []


def test_metrics_of_gpus_can_be_switched_off():
    text = alert("max(nv_gpu_utilization) > 0.9")
    assert said("MON107", server(", --allow-gpu-metrics=false"), text)
    assert said("MON107", server(), text) == []


def test_a_total_on_a_panel_is_a_remark_only():
    (finding,) = said("MON109", dashboard(panel("sum(nv_inference_count)")))
    assert finding.startswith("info ")


@pytest.mark.parametrize(
    "divisor",
    [
        "clamp_min(sum(rate(nv_inference_request_success[5m])), 0.001)",
        "clamp_min(sum(rate(nv_inference_compute_infer_duration_us[5m])), 1)",
        "sum(rate(nv_inference_request_success[5m]))",
        "(sum(rate(nv_inference_request_success[5m])) > 0)",
        "sum(rate(nv_inference_request_success[5m]) + rate(nv_inference_request_failure[5m]))",
    ],
)
def test_a_divisor_that_changes_nothing_is_fine(divisor):
    assert said("MON110", record("a:b:c", f"sum(rate(nv_inference_queue_duration_us[5m])) / {divisor}")) == []


@pytest.mark.parametrize(
    "expression",
    [
        "nv_gpu_utilization > 1",
        "100 < DCGM_FI_DEV_GPU_UTIL",
        "vllm:kv_cache_usage_perc >= 90",
        "avg(nv_gpu_utilization) < 0",
    ],
)
def test_a_comparison_that_is_never_true(expression):
    (finding,) = said("MON111", alert(expression))
    assert "never true" in finding


def test_a_comparison_that_is_always_true():
    (finding,) = said("MON111", alert("nv_gpu_utilization <= 1"))
    assert "always true" in finding


def test_a_filter_in_the_middle_may_choose_series():
    assert said("MON111", alert("x > 1 and on (pod) (nv_gpu_utilization >= 0)")) == []


@pytest.mark.parametrize(
    "expression",
    [
        "nv_model_load_duration_secs > 600",
        "sum(rate(nv_inference_queue_duration_us[5m])) / sum(rate(nv_inference_request_success[5m])) > 500",
        "max(DCGM_FI_DEV_FB_USED) > 70000",
        "vllm:kv_cache_usage_perc * 100 > 90",
        "somebodys_seconds > 0.000001",
    ],
)
def test_thresholds_that_somebody_may_mean(expression):
    assert said("MON112", alert(expression)) == []


@pytest.mark.parametrize(
    "expression",
    [
        "DCGM_FI_DEV_GPU_UTIL > 0.8",
        "max(DCGM_FI_DEV_FB_USED) > 70e9",
        "sum(rate(nv_inference_queue_duration_us[5m])) > 20",
        "sum(rate(nv_inference_queue_duration_us[5m])) / sum(rate(nv_inference_request_success[5m])) / 1e6 > 500000",
    ],
)
def test_thresholds_in_another_unit(expression):
    assert said("MON112", alert(expression))


def test_the_average_of_a_single_quantile_is_fine():
    text = alert("avg(histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))) > 1")
    assert said("MON113", text) == []


@pytest.mark.parametrize("quantile", ["95", "-0.1"])
def test_a_quantile_is_a_share(quantile):
    assert said("MON114", alert(f"histogram_quantile({quantile}, sum by (le) (rate(x_bucket[5m]))) > 1"))


@pytest.mark.parametrize("bound", ["100.0", "+Inf", "0.5", "100([.]0+)?", "$le"])
def test_bounds_that_prometheus_3_writes_the_same(bound):
    operator = "=~" if "(" in bound else "="
    assert said("MON115", record("a:b:c", f'sum(rate(x_bucket{{le{operator}"{bound}"}}[5m]))')) == []


def test_prometheus_2_keeps_integers():
    text = record("a:b:c", 'sum(rate(x_bucket{le="100"}[5m]))')
    assert said("MON115", text, facts=facts(prometheus="2.53.0")) == []
    assert said("MON115", text, facts=facts(prometheus="3.5.0"))[0].startswith("error ")


def test_a_short_range_is_compared_with_the_interval():
    text = alert("sum(rate(nv_inference_count[30s])) > 1")
    assert said("MON116", server(), pod_monitor("{port: metrics, interval: 30s}"), text)[0].startswith(
        "warning "
    )
    assert said("MON116", server(), pod_monitor("{port: metrics, interval: 1m}"), text)[0].startswith(
        "error "
    )
    assert said("MON116", server(), pod_monitor("{port: metrics, interval: 15s}"), text) == []
    assert needs("MON116", server(), pod_monitor(), text)


def test_a_range_that_a_dashboard_chooses_is_not_known():
    text = dashboard(panel("sum(rate(nv_inference_count[$__rate_interval]))"))
    assert said("MON116", server(), pod_monitor("{port: metrics, interval: 30s}"), text) == []


MIG = NodeFacts(1, {"nvidia.com/mig-1g.10gb": 7})
SINGLE = NodeFacts(1, {"nvidia.com/gpu": 7}, {"nvidia.com/gpu.product": "NVIDIA-A100-SXM4-80GB-MIG-1g.10gb"})
WHOLE = NodeFacts(1, {"nvidia.com/gpu": 8})
SHARED = NodeFacts(1, {"nvidia.com/gpu": 8}, {"nvidia.com/gpu.sharing-strategy": "time-slicing"})


@pytest.mark.parametrize(
    ("found", "severity"),
    [((MIG,), "error"), ((SINGLE,), "error"), ((MIG, WHOLE), "warning"), ((WHOLE,), "")],
)
def test_utilisation_of_slices_is_not_measured(found, severity):
    findings = said("MON117", alert("avg(DCGM_FI_DEV_GPU_UTIL) < 10"), facts=nodes(*found))
    assert [finding.partition(" ")[0] for finding in findings] == ([severity] if severity else [])


def test_a_server_on_a_slice_tells_enough():
    sliced = server() + "        resources: {limits: {nvidia.com/mig-1g.10gb: 1}}\n"
    assert said("MON117", sliced, alert("max(nv_gpu_utilization) > 0.9"))


@pytest.mark.parametrize(
    "expression",
    [
        "sum(max by (gpu_uuid) (nv_gpu_memory_used_bytes)) > 1e11",
        "max(nv_gpu_memory_used_bytes) > 1e11",
        "sum(DCGM_FI_DEV_FB_USED{exported_pod='bert-0'}) > 1e4",
    ],
)
def test_a_shared_gpu_that_is_counted_once_is_fine(expression):
    assert said("MON118", alert(expression), facts=nodes(SHARED)) == []


def test_gpus_that_nobody_shares_may_be_added():
    assert said("MON118", alert("sum(nv_gpu_memory_used_bytes) > 1e11"), facts=nodes(WHOLE)) == []
    assert said("MON118", alert("sum(nv_gpu_memory_used_bytes) > 1e11"), facts=nodes(SHARED))


def test_a_share_of_failures_divides_by_all():
    failures, successes = "rate(nv_inference_request_failure[5m])", "rate(nv_inference_request_success[5m])"
    text = alert(f"{failures} / ({successes} + {failures}) > 0.1")
    assert said("MON119", text) == []


def test_irate_on_a_panel_is_for_people_to_look_at():
    assert said("MON120", dashboard(panel("sum(irate(nv_inference_count[5m]))"))) == []


@pytest.mark.parametrize(
    "expression",
    [
        "sum by (a) (x) / sum by (a) (y)",
        "sum by (a) (x) / on () group_left sum(y)",
        "sum by (a, b) (x) / ignoring (b) group_left sum by (a) (y)",
        "sum by (a) (x) / scalar(sum(y))",
        "sum by (a) (x) or sum(y)",
        "x / sum by (a) (y)",
        "sum by (a) (x) / on (a) sum by (a, b) (y)",
        'sum by (a) (x{a=""}) / sum(y)',
        "sum by (a) (x) unless on (a) y",
    ],
)
def test_operands_that_can_match(expression):
    assert said("MON121", record("a:b:c", expression)) == []


@pytest.mark.parametrize(
    "expression",
    [
        "sum by (a) (x) / sum(y)",
        "sum by (a) (x) and sum by (b) (y)",
        "sum by (a) (x) / on (a) sum by (b) (y)",
    ],
)
def test_operands_that_never_match(expression):
    assert said("MON121", record("a:b:c", expression))


@pytest.mark.parametrize("value", ["llama-3.1-8b", "a.b", "10.0.0.1:8002", "text|with|bars"])
def test_a_name_may_look_like_a_pattern(value):
    label = "prompt" if "|" in value else "model"
    assert said("MON123", alert(f'nv_inference_pending_request_count{{{label}="{value}"}} > 1')) == []


def test_a_stray_zero_on_a_panel_does_no_harm():
    assert said("MON124", dashboard(panel("sum by (model) (x) or vector(0)"))) == []


def test_an_underscore_is_right_where_prometheus_does_not_scrape():
    assert said("MON125", scaled("sum(vllm_num_requests_waiting)")) == []


def test_a_bucket_is_looked_up_in_the_model_it_is_asked_of():
    served = server() + MOUNTED
    good = record("a:b:c", f'sum(rate({HISTOGRAM}{{model="bert", le=~"100([.]0+)?"}}[5m]))')
    bad = record("a:b:c", f'sum(rate({HISTOGRAM}{{model="bert", le="50.0"}}[5m]))')
    assert said("MON128", MODEL, served, good) == []
    assert said("MON128", MODEL, served, bad)


def test_a_bucket_of_a_model_elsewhere_is_not_known():
    text = record("a:b:c", f'sum(rate({HISTOGRAM}{{model="resnet", le="50.0"}}[5m]))')
    assert said("MON128", MODEL, server() + MOUNTED, text) == []
    assert needs("MON128", MODEL, server() + MOUNTED, text) == [
        "the config.pbtxt of the model, in a ConfigMap"
    ]


def test_decoupled_models_have_the_histogram_before_26_01():
    decoupled = MODEL + "    model_transaction_policy { decoupled: true }\n"
    text = alert(f"sum(rate({HISTOGRAM}[5m])) > 1")
    assert said("MON129", MODEL, server(tag="25.08") + MOUNTED, text)
    assert said("MON129", decoupled, server(tag="25.08") + MOUNTED, text) == []
    assert said("MON129", MODEL, server(tag="26.01") + MOUNTED, text) == []


def test_quantiles_may_be_configured():
    own = server(
        ', "--metrics-config=summary_latencies=true", "--metrics-config=summary_quantiles=0.98:0.01"'
    )
    assert said("MON130", own, alert("max(nv_inference_queue_summary_us{quantile='0.98'}) > 1000")) == []
    assert said("MON130", own, alert("max(nv_inference_queue_summary_us{quantile='0.99'}) > 1000"))


def test_models_of_a_repository_elsewhere_are_not_known():
    assert said("MON131", MODEL, server(), alert("nv_inference_pending_request_count{model='brt'} > 1")) == []


def test_a_model_that_is_misspelt_is_offered():
    text = alert("nv_inference_pending_request_count{model='brt'} > 1")
    assert fixes("MON131", MODEL, server() + MOUNTED, text) == ["did you mean `bert`?"]


def test_a_panel_may_show_a_count_if_it_says_so():
    cumulative = panel("sum(nv_inference_count)", title="Cumulative Inference Requests by Pod")
    assert said("MON109", dashboard(cumulative)) == []
