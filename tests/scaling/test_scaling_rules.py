"""The edges of the rules about anybody's autoscalers that this folder's derivations keep to."""

from __future__ import annotations

import pytest

from tritonfleet import checks, yamlio
from tritonfleet.checks.registry import rule

SUCCESS = "sum(rate(nv_inference_request_success[2m]))"
QUEUE = "sum(rate(nv_inference_queue_duration_us[2m]))"
IDLE = f"{QUEUE} / ({SUCCESS} > 0)"


def found(rule_id: str, text: str) -> list[str]:
    manifests = yamlio.load_manifests(text, "scaled.yaml")
    return [finding.message for finding in checks.run(manifests, select=[rule_id]).findings]


def queried(query: str) -> str:
    scaled = yamlio.load(rule("SCL227").passes, "passes")
    scaled["spec"]["triggers"][0]["metadata"]["query"] = query
    return yamlio.dump(scaled)


@pytest.mark.parametrize("query", [IDLE, f"{IDLE} / 1000", f"1000 * ({IDLE})", f"{QUEUE} / {SUCCESS}"])
def test_a_mean_over_no_requests_is_told(query):
    (message,) = found("SCL227", queried(query))
    assert "6 pods run all night" in message


@pytest.mark.parametrize(
    "query",
    [
        f"{IDLE} or 0 * {SUCCESS}",
        f"{QUEUE} / clamp_min({SUCCESS}, 0.001)",
        f"{QUEUE} / count(up)",
        f"{SUCCESS} / 60",
        "sum(nv_inference_pending_request_count)",
    ],
)
def test_what_has_a_value_without_requests_is_not(query):
    assert found("SCL227", queried(query)) == []


def test_no_answer_that_counts_as_zero_is_no_failure():
    text = queried(IDLE).replace('ignoreNullValues: "false"', 'ignoreNullValues: "true"')
    assert found("SCL227", text) == []


def window(**metadata: str) -> str:
    scaled = yamlio.load(rule("SCL229").passes, "passes")
    scaled["spec"]["triggers"][0]["metadata"].update(metadata)
    return yamlio.dump(scaled)


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({"start": "0 8 * *"}, "has 4 fields"),
        ({"start": "@daily"}, "has 1 fields"),
        ({"start": "60 8 * * *"}, "`60` is no minute (0 to 59)"),
        ({"end": "0 18 * * 7"}, "`7` is no day of the week (0 to 6)"),
        ({"end": "0 18 L * *"}, "`L` is no day of the month"),
        ({"start": "0 18-8 * * *"}, "`18-8` is no hour"),
        ({"start": "*/0 8 * * *"}, "`*/0` is no minute"),
        ({"end": "0 8 * * 1-5"}, "starts and ends"),
        ({"desiredReplicas": "0"}, "0 replicas"),
        ({"timezone": "Europe/Berln"}, "unknown time zone"),
    ],
)
def test_a_window_that_keda_cannot_read_is_told(metadata, message):
    assert message in found("SCL229", window(**metadata))[0]


@pytest.mark.parametrize(
    "metadata",
    [
        {"start": "*/15 6-20/2 1,15 JAN-jun mon-FRI"},
        {"start": "TZ=Europe/Paris 0 8 ? * *"},
        {"start": "*/90 8 * * *"},
        {"timezone": "US/Pacific"},
        {"timezone": "Local"},
    ],
)
def test_a_window_that_keda_reads_is_not(metadata):
    assert found("SCL229", window(**metadata)) == []


@pytest.mark.parametrize(("value", "flagged"), [("83.3", 1), ("70%", 1), ("500m", 1), ("70", 0), ("070", 0)])
def test_a_utilisation_is_a_whole_number(value, flagged):
    assert len(found("SCL230", rule("SCL230").passes.replace('"83"', f'"{value}"'))) == flagged


def test_an_amount_a_pod_may_have_a_unit():
    text = rule("SCL230").passes.replace("Utilization", "AverageValue").replace('"83"', '"500m"')
    assert found("SCL230", text) == []


def test_a_gateway_wakes_without_being_its_own_silence():
    text = rule("SCL228").fails.replace("nv_inference_pending_request_count", "gateway_requests")
    assert found("SCL228", text) == []
