"""Situations for ``promtool test rules``: series as promtool writes them, and how many alerts fire at a time."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from tritonfleet.alerts import Scope, groups, rendered, service_terms
from tritonfleet.render.chart import Chart
from tritonfleet.spec.resolve import merge
from tritonfleet.tools import find

NAMESPACE, SERVICE = "prod", "vision"
STEP = "30s"
HISTOGRAM = {
    "slo": {
        "latency": {"objective": "0.99", "withinMilliseconds": 80, "source": "histogram"},
        "availability": {"objective": "0.999"},
    },
    "server": {
        "modelControl": "explicit",
        "loadModels": {"resnet50": True, "bert.large": True},
        "cache": {"size": "1Gi"},
    },
    "probes": {"startup": {"budgetSeconds": 120}},
    "autoscaling": {"owner": "keda", "min": 1, "max": 4},
}
PIPELINE = merge(HISTOGRAM, {"slo": {"models": {"pipeline": True}, "ensembles": {"pipeline": True}}})
MEAN = merge(HISTOGRAM, {"slo": {"latency": {"source": "mean"}}})
COARSE = merge(HISTOGRAM, {"slo": {"latency": {"objective": "0.9"}, "window": "7d"}})


@dataclass(frozen=True)
class Case:
    """At ``at``, ``firing`` alerts of this name (and these labels) fire."""

    alert: str
    title: str
    series: Mapping[str, str]
    at: str
    firing: int
    labels: Mapping[str, str] = field(default_factory=dict)
    rules: str = "symptoms"
    step: str = STEP
    texts: bool = False

    @property
    def name(self) -> str:
        """What the test is called; promtool wants each name once."""
        row = f" ({self.labels['long']})" if "long" in self.labels else ""
        return f"{self.alert}{row}: {self.title}"

    def test(self) -> dict[str, Any]:
        """The test group of promtool's file."""
        matchers = {"alertname": self.alert, "alertstate": "firing"} | dict(self.labels)
        inside = ",".join(f'{name}="{value}"' for name, value in matchers.items())
        expression = {"expr": f"count(ALERTS{{{inside}}}) or vector(0)", "eval_time": self.at}
        given = {
            "name": self.name,
            "interval": self.step,
            "input_series": [{"series": name, "values": values} for name, values in self.series.items()],
        }
        if self.texts:
            return given | {"alert_rule_test": [{"eval_time": self.at, "alertname": self.alert}]}
        return given | {
            "promql_expr_test": [{**expression, "exp_samples": [{"value": self.firing, "labels": "{}"}]}],
        }


def rule_files() -> dict[str, list[dict[str, Any]]]:
    """Groups of rules by the name that cases have for them."""
    burn, others = _apart(service_rules(HISTOGRAM))
    return {
        "histogram": burn,
        "coarse": _apart(service_rules(COARSE))[0],
        "pipeline": _apart(service_rules(PIPELINE))[0],
        "entries": _apart(service_rules(PIPELINE))[1],
        "symptoms": others,
        "mean": [
            group
            for group in service_rules(MEAN)
            if group["name"] in ("triton-recording", "triton-slo-alerts")
        ],
        "cluster": rendered(groups(Scope.CLUSTER), {"gpu": "true", "keda": "true"}),
    }


def _apart(rules: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Groups of objectives, and the others: each case evaluates only what it is about."""
    burn = [group for group in rules if group["name"] in ("triton-slo-recording", "triton-slo-alerts")]
    return burn, [group for group in rules if "slo" not in group["name"]]


def service_rules(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The groups of one service with these values."""
    values = merge(Chart.of("triton").defaults, given)
    return rendered(groups(Scope.SERVICE), service_terms(values, NAMESPACE, SERVICE))


def failures(cases: Iterable[Case], folder: Path) -> dict[str, str]:
    """What promtool found wrong, by the case's name; the others hold."""
    by_rules: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        by_rules.setdefault((case.rules, case.step), []).append(case)
    files = rule_files()
    for (name, step), some in by_rules.items():
        (folder / f"{name}.rules.yaml").write_text(yaml.safe_dump({"groups": files[name]}))
        test = {
            "rule_files": [f"{name}.rules.yaml"],
            "evaluation_interval": step,
            # Without it promtool takes the groups in any order, and what is recorded is half a minute late or not.
            "group_eval_order": [group["name"] for group in files[name]],
            "fuzzy_compare": True,
            "tests": [case.test() for case in some],
        }
        (folder / f"{name}-{step}.test.yaml").write_text(yaml.safe_dump(test, sort_keys=False))
    command = [str(find("promtool")), "test", "rules", f"--junit={folder}/junit.xml"]
    result = subprocess.run(
        [*command, *(f"{folder}/{name}-{step}.test.yaml" for name, step in by_rules)],
        capture_output=True,
        text=True,
        check=False,
    )
    report = folder / "junit.xml"
    assert report.exists(), result.stdout + result.stderr
    return _failed(report)


def told(cases: Iterable[Case], folder: Path) -> dict[str, str]:
    """The alerts of each case with their labels and texts, by the case's name, as promtool prints them."""
    silent = [replace(case, texts=True) for case in cases]
    return failures(silent, folder)


def _failed(report: Path) -> dict[str, str]:
    found = {}
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        problems = [*case.iter("failure"), *case.iter("error")]
        if problems:
            found[case.attrib["name"]] = "\n".join(
                (each.text or "") + each.attrib.get("message", "") for each in problems
            )
    return found
