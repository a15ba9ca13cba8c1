"""Worked examples: series, what is asked of them, and the number that a person gets by hand.

``cases/*.yaml`` holds them. Samples lie a minute apart and questions are asked after 20 minutes over a window of 5,
unless an example says otherwise. Every series below ``series`` belongs to the service that is asked about; those
below ``others`` are as written. ``to`` says how far an answer is rounded. promtool works them out in one process.
"""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tritonfleet import tools
from tritonfleet.queries import entry_models, query

FOLDER = Path(__file__).parent / "cases"
OURS = 'job="vision"'


@dataclass(frozen=True)
class Example:
    """One question with its answer."""

    name: str
    series: tuple[tuple[str, str], ...]
    asked: dict[str, Any]

    def expression(self) -> str:
        asked = self.asked
        if "promql" in asked:
            return str(asked["promql"])
        choice = asked.get("selector", OURS), asked.get("window", "5m")
        entry, more = entry_models(asked.get("entry", ())), asked.get("with", {})
        wanted = query(asked["query"])
        if asked.get("signal"):
            return wanted.signal(*choice, entry=entry, **more)
        return wanted.expression(*choice, asked.get("by", ()), entry=entry, **more)

    def group(self) -> dict[str, Any]:
        """The group of a promtool test that asks it."""
        rounded = self.asked.get("to")
        question = {
            "expr": f"round({self.expression()}, {rounded})" if rounded else self.expression(),
            "eval_time": self.asked.get("at", "20m"),
            "exp_samples": _samples(self.asked["gives"]),
        }
        series = [{"series": series, "values": str(values)} for series, values in self.series]
        return {
            "name": self.name,
            "interval": "1m",
            "input_series": series,
            "promql_expr_test": [question],
        }


def _samples(gives: Any) -> list[dict[str, Any]]:
    if gives == "nothing":
        return []
    answers = gives if isinstance(gives, dict) else {"{}": gives}
    return [{"labels": labels, "value": value} for labels, value in answers.items()]


@cache
def examples() -> tuple[Example, ...]:
    return tuple(example for file in sorted(FOLDER.glob("*.yaml")) for example in _read(file))


def _read(file: Path) -> Iterator[Example]:
    for case in yaml.safe_load(file.read_text()):
        ours = {_of_the_service(series): values for series, values in case["series"].items()}
        series = tuple({**ours, **case.get("others", {})}.items())
        for number, asked in enumerate(case["asks"], 1):
            yield Example(f"{file.stem}: {case['case']}: {number} {asked['query']}", series, asked)


def _of_the_service(series: str) -> str:
    name, _, labels = series.partition("{")
    return f"{name}{{{OURS},{labels or '}'}"


def worked_out(asked: tuple[Example, ...], folder: Path) -> dict[str, str]:
    """What promtool gets otherwise, by the example's name."""
    file, report = folder / "examples.yaml", folder / "report.xml"
    groups = [example.group() for example in asked]
    file.write_text(yaml.safe_dump({"fuzzy_compare": True, "evaluation_interval": "1m", "tests": groups}))
    command = [str(tools.find("promtool")), "test", "rules", f"--junit={report}", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not report.exists():
        raise AssertionError(done.stderr)
    return {
        str(group.get("name")): "\n".join(failure.text or "" for failure in group.findall("failure"))
        for group in ET.parse(report).iter("testcase")
    }
