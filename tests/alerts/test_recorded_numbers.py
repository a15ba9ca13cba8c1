"""What is recorded, with numbers worked by hand: shares, objectives, and what is left of a budget."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from promtool_cases import COARSE, HISTOGRAM, PIPELINE, STEP, service_rules
from traffic import HOURS, MINUTES, counter, labels, requests, responses

from tritonfleet.alerts.names import (
    BUDGET_LEFT,
    ERRORS,
    LATENCY_MEAN,
    MODEL_FAILURES,
    MODEL_REQUESTS,
    OBJECTIVE,
    REQUESTS,
    WITHIN,
    error_ratio,
)
from tritonfleet.spec.resolve import merge
from tritonfleet.tools import find

OF_LATENCY = '{namespace="prod",job="vision",slo="latency"}'
OF_AVAILABILITY = '{namespace="prod",job="vision",slo="availability"}'
OF_SERVICE = '{namespace="prod",job="vision"}'
HOUR = 60 * MINUTES
QUIET_AND_BUSY = ((HOUR, 60, 0.5), (HOUR, 6000, 0.01), (20 * MINUTES, 0, 0.0))
"""An hour with 7,200 requests, half of them late, and one with 720,000, a hundredth late: 10,800 of 727,200.

Then none, for rates look back five minutes."""
SLOW = {
    f"nv_inference_request_duration_us{{{labels()}}}": counter((HOUR, 100 * 25_000)),
    f"nv_inference_request_success{{{labels()}}}": counter((HOUR, 100)),
}
"""A hundred requests in 30 seconds, 25 ms each."""

OF_PIPELINE = {
    **requests((HOUR, 100, 0.03), model="pipeline", reason="OTHER", counted=2),
    **requests((HOUR, 100, 0.03), model="net"),
}
"""A hundred requests in 30 seconds to an ensemble; 3 fail at its step: Triton writes 6 failures, and 3 more there."""
OF_BOTH = OF_PIPELINE | requests((HOUR, 300, 0.01), model="bert")
"""Besides, 300 to a plain model, of which 3 fail."""
MIXED = merge(PIPELINE, {"slo": {"models": {"bert": True}}})

CASES: list[tuple[str, str, Mapping[str, str], str, float, Mapping[str, Any]]] = [
    ("a tenth late", error_ratio("1h") + OF_LATENCY, responses((HOUR, 600, 0.1)), "50m", 0.1, HISTOGRAM),
    ("requests a second", REQUESTS + OF_LATENCY, responses((HOUR, 600, 0.1)), "50m", 20, HISTOGRAM),
    ("busy hours weigh more", error_ratio("6h") + OF_LATENCY, responses(*QUIET_AND_BUSY, start=1e6), "2h15m", 0.01485,
     HISTOGRAM),
    ("failures", error_ratio("30m") + OF_AVAILABILITY, requests((HOUR, 600, 0.02)), "50m", 0.02, HISTOGRAM),
    ("cancelled ones are on neither side", REQUESTS + OF_AVAILABILITY, requests((HOUR, 600, 0.5), reason="CANCELED"),
     "50m", 10, HISTOGRAM),
    ("failures of an ensemble", error_ratio("30m") + OF_AVAILABILITY, OF_PIPELINE, "50m", 0.03, PIPELINE),
    ("failures of an ensemble over hours", error_ratio("6h") + OF_AVAILABILITY, OF_PIPELINE, "50m", 0.03, PIPELINE),
    ("failed requests of an ensemble", ERRORS + OF_AVAILABILITY, OF_PIPELINE, "50m", 3 / 30, PIPELINE),
    ("requests of an ensemble", REQUESTS + OF_AVAILABILITY, OF_PIPELINE, "50m", 100 / 30, PIPELINE),
    ("an ensemble's budget", BUDGET_LEFT + OF_AVAILABILITY, OF_PIPELINE, "50m", 1 - 0.03 / 0.001, PIPELINE),
    ("an ensemble and a plain model", error_ratio("5m") + OF_AVAILABILITY, OF_BOTH, "50m", 6 / 400, MIXED),
    ("all models count, and one is an ensemble", error_ratio("1h") + OF_AVAILABILITY, OF_PIPELINE, "50m", 6 / 200,
     merge(PIPELINE, {"slo": {"models": {"pipeline": False}}})),
    ("failures of the ensemble, by model", f'{MODEL_FAILURES}{{model="pipeline"}}', OF_PIPELINE, "50m", 0.03, PIPELINE),
    ("half the budget left", BUDGET_LEFT + OF_LATENCY, responses((HOUR, 600, 0.005)), "50m", 0.5, HISTOGRAM),
    ("overspent", BUDGET_LEFT + OF_LATENCY, responses((HOUR, 600, 0.03)), "50m", -2, HISTOGRAM),
    ("of a budget of 10 %", BUDGET_LEFT + OF_LATENCY, responses((2 * HOURS, 600, 0.03)), "90m", 0.7, COARSE),
    ("the objective", OBJECTIVE + OF_LATENCY, {}, "5m", 0.99, HISTOGRAM),
    ("the other objective", OBJECTIVE + OF_AVAILABILITY, {}, "5m", 0.999, HISTOGRAM),
    ("the time", WITHIN + OF_LATENCY, {}, "5m", 80, HISTOGRAM),
    ("the mean", LATENCY_MEAN + OF_SERVICE, SLOW, "50m", 25, HISTOGRAM),
    ("a model's requests", f'{MODEL_REQUESTS}{{namespace="prod",job="vision",model="resnet50"}}', SLOW, "50m", 100 / 30,
     HISTOGRAM),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "series", "given", "at", "value", "values"), CASES, ids=[case[0] for case in CASES]
)
def test_the_recorded_number_is_the_one_worked_by_hand(title, series, given, at, value, values, tmp_path):
    groups = service_rules(values)
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump({"groups": groups}))
    test = {
        "rule_files": ["rules.yaml"],
        "evaluation_interval": STEP,
        "group_eval_order": [group["name"] for group in groups],
        "tests": [
            {
                "interval": STEP,
                "input_series": [{"series": name, "values": each} for name, each in given.items()],
                "promql_expr_test": [
                    # Within a thousandth: rates are reckoned to the ends of their windows.
                    {
                        "expr": f"abs(sum({series}) - ({value})) <= bool {abs(value) / 1000}",
                        "eval_time": at,
                        "exp_samples": [{"labels": "{}", "value": 1}],
                    }
                ],
            }
        ],
    }
    (tmp_path / "test.yaml").write_text(yaml.safe_dump(test))
    command = [str(find("promtool")), "test", "rules", str(tmp_path / "test.yaml")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
