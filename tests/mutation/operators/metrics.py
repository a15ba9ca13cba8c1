"""PromQL in rules, scalers, dashboards and analyses, and what is said around it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from mutation.bases import Base
from mutation.changes import Change, dropped, misspelt, misspelt_in, text, to
from mutation.mistakes import At, Mutant, Operator, mistake

RULES = At(("PrometheusRule",), "spec groups * rules * expr")
ALERTS = At(("PrometheusRule",), "spec groups name=nlp-alerts rules * expr")
DASHBOARDS = At(("ConfigMap",), "data nlp.json")
TRIGGERS = At(("ScaledObject",), "spec triggers * metadata query")
ANALYSES = At(("AnalysisTemplate",), "spec metrics * provider prometheus query")
QUERIES = (RULES, DASHBOARDS, TRIGGERS, ANALYSES)


def everywhere(
    name: str, change: Change, where: tuple[At, ...] = QUERIES, *, practice: bool = False
) -> Operator:
    """The same slip wherever PromQL stands."""
    operators = [mistake(name, at, change) for at in where]

    def make(base: Base, random: Random) -> Iterator[Mutant]:
        for operator in operators:
            yield from operator.make(base, random)

    return Operator(name, make, practice)


WRITTEN = (
    everywhere("misspell a metric of Triton", misspelt_in(r"\b(nv_inference_\w+)\{")),
    everywhere(
        "use a metric that Triton never had", text(r"nv_inference_request_success", "nv_inference_load_ratio")
    ),
    everywhere(
        "use Triton's metric with Prometheus' suffix",
        text(r"nv_inference_request_(success|failure)\b", r"nv_inference_request_\1_total"),
    ),
    everywhere("misspell a label", misspelt_in(r"[{,] ?(namespace|service)=")),
    everywhere(
        "group by a label that the metric has not", text(r"by \(([a-z, ]*)model\)", r"by (\1model_name)")
    ),
    everywhere("forget rate of one side", text(r"rate\((nv_inference_\w+\{[^}]*\})\[\w+\]\)", r"\1")),
    everywhere("take the deriv of a counter", text(r"rate\(", "deriv("), (RULES, TRIGGERS)),
    everywhere("use irate for what acts", text(r"rate\(", "irate("), (ALERTS, TRIGGERS)),
    everywhere("look back too briefly", text(r"\[\w+\]", "[15s]")),
    everywhere("forget the range", text(r"\[\w+\]", "")),
    everywhere("forget a bracket", text(r"\)\s*$", ""), (RULES, TRIGGERS, ANALYSES)),
    everywhere("misspell a Service in a query", misspelt_in(r'service=\\?"(nlp-metrics)')),
    everywhere("misspell a namespace in a query", misspelt_in(r'namespace=\\?"(triton-prod)')),
    everywhere(
        "guard a division by clamp_min",
        text(r"\(sum by \(([a-z, ]+)\) \((rate\([^)]*\))\) > 0\)", r"clamp_min(sum by (\1) (\2), 1)"),
        (RULES, DASHBOARDS),
    ),
    everywhere(
        "compare labels that the sides do not share",
        text(
            r"sum by \(namespace, service\) \(rate\(nv_inference_request_failure",
            "sum by (pod) (rate(nv_inference_request_failure",
        ),
        (RULES,),
    ),
    everywhere(
        "average quantiles",
        text(r"(?s)^.*$", 'avg(nv_inference_request_summary_us{quantile="0.99"}) > 1'),
        (RULES,),
    ),
    everywhere(
        "take the quantile of a counter",
        text(
            r"(?s)^.*$", "histogram_quantile(0.99, sum by (le) (rate(nv_inference_request_success[5m]))) > 1"
        ),
        (RULES,),
    ),
    everywhere(
        "use a metric that is switched off",
        text(r"nv_inference_request_(success|failure)\{", "nv_inference_request_summary_us{"),
    ),
    everywhere(
        "call the workload's pod as if the exporter's were kept",
        text(r"by \(pod", "by (exported_pod"),
        (RULES,),
    ),
    everywhere(
        "read a GPU metric that the exporter does not collect",
        text(r"DCGM_FI_DEV_XID_ERRORS", "DCGM_FI_DEV_FAN_SPEED"),
        (RULES,),
    ),
)

THRESHOLDS = (
    everywhere("alert on seconds where there are microseconds", text(r"> 100000$", "> 0.1"), (RULES,)),
    everywhere("alert on a ratio by percent", text(r"> 14\.4 \* 0\.001", "> 14.4"), (RULES,)),
    everywhere("alert below zero", text(r"> 0$", ">= 0"), (RULES,)),
    everywhere("forget the threshold", text(r"> [\d.* ]+$", ""), (RULES,)),
)

AROUND = (
    mistake("rename a recorded series", At(("PrometheusRule",), "spec groups * rules * record"), misspelt),
    mistake(
        "give a recorded series an impossible name",
        At(("PrometheusRule",), "spec groups * rules * record"),
        text("_", "-"),
    ),
    mistake(
        "alert on one evaluation",
        At(("PrometheusRule",), "spec groups * rules * for"),
        dropped,
        practice=True,
    ),
    mistake(
        "give an alert no severity",
        At(("PrometheusRule",), "spec groups * rules * labels severity"),
        dropped,
        practice=True,
    ),
    mistake("forget the unit of for", At(("PrometheusRule",), "spec groups * rules * for"), text(r"m$", "")),
    mistake(
        "use a label that the alert has not",
        At(("PrometheusRule",), "spec groups * rules * annotations summary"),
        text(r"\$labels\.\w+", "$labels.pod"),
    ),
    mistake(
        "break a template",
        At(("PrometheusRule",), "spec groups * rules * annotations summary"),
        text(r"\}\}", "}"),
    ),
    mistake(
        "name two groups alike",
        At(("PrometheusRule",), "spec groups"),
        lambda groups, random: [{**g, "name": "nlp"} for g in groups],
    ),
    mistake(
        "mix an alert and a record",
        At(("PrometheusRule",), "spec groups * rules *"),
        lambda rule, random: {**rule, "alert": "X", "record": "x:y"},
    ),
    mistake(
        "hide a dashboard from the sidecar",
        At(("ConfigMap",), "metadata labels grafana_dashboard"),
        to("true"),
    ),
    mistake("break a dashboard's JSON", DASHBOARDS, text(r",\n", "\n")),
    mistake("use a variable that the dashboard has not", DASHBOARDS, misspelt_in(r"\$(model)\b")),
    mistake("use a data source that the dashboard has not", DASHBOARDS, misspelt_in(r"\$\{(datasource)\}")),
    mistake("compare a variable of many values as one", DASHBOARDS, text(r"model=~", "model=")),
    mistake("show microseconds as milliseconds", DASHBOARDS, text(r'"unit": "µs"', '"unit": "ms"')),
    mistake("give two panels one id", DASHBOARDS, text(r'"id": 2', '"id": 1')),
    mistake(
        "use a panel that Grafana has removed",
        DASHBOARDS,
        text(r'"type": "timeseries"', '"type": "graph"'),
        practice=True,
    ),
    mistake("forget a dashboard's uid", DASHBOARDS, text(r'"uid": "triton-nlp",', ""), practice=True),
    mistake(
        "give a dashboard a uid too long",
        DASHBOARDS,
        text(r'"uid": "triton-nlp"', f'"uid": "{"triton-" * 7}"'),
    ),
)

OPERATORS = (*WRITTEN, *THRESHOLDS, *AROUND)
