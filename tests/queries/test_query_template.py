"""charts/triton/templates/_queries.tpl gives what Python gives, as Helm renders it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tritonfleet import tools
from tritonfleet.checks.promql import parse
from tritonfleet.queries import entry_models, queries

FILE = Path(__file__).parents[2] / "charts" / "triton" / "templates" / "_queries.tpl"
SCALING = tuple(each for each in queries().values() if each.scales)
CALLER = """\
{{- range $name, $asked := .Values.asked }}
{{- $entry := include "triton.query.entry" $asked.models }}
{{- $text := include (printf "triton.query.%s" $asked.query)
      (dict "selector" $asked.selector "window" $asked.window "entry" $entry) }}
{{ $name }}: {{ $text | toJson }}
{{- end }}
"""
CHOICES: dict[str, dict[str, Any]] = {
    "of the models that clients call": {
        "selector": 'namespace="triton-prod",job="vision"',
        "window": "2m",
        "models": {"bert": True, "resnet.v2": True, "decode": False},
    },
    "of every model": {"selector": 'namespace="triton-prod",job="vision"', "window": "90s", "models": {}},
    "of everything": {"selector": "", "window": "2m", "models": {"bert": True}},
}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each definition gives for each choice, all in one Helm process."""
    chart = tmp_path_factory.mktemp("chart")
    (chart / "templates").mkdir()
    shutil.copy(FILE, chart / "templates")
    (chart / "templates" / "asked.yaml").write_text(CALLER)
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: caller\nversion: 0.0.1\n")
    asked = {
        f"{query.name} {choice}": {"query": query.name, **given}
        for choice, given in CHOICES.items()
        for query in SCALING
    }
    (chart / "values.yaml").write_text(json.dumps({"asked": asked}))
    ran = subprocess.run(
        [tools.find("helm"), "template", "x", chart], capture_output=True, text=True, check=True
    )
    found: dict[str, str] = yaml.safe_load(ran.stdout)
    return found


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("query", SCALING, ids=lambda query: query.name)
def test_helm_gives_what_python_gives(query, choice, rendered):
    given = CHOICES[choice]
    entry = entry_models(model for model, counts in given["models"].items() if counts)
    expected = parse(query.signal(given["selector"], given["window"], entry=entry)).expression
    assert parse(rendered[f"{query.name} {choice}"]).expression == expected


def test_the_chart_has_a_definition_for_every_query_to_scale_on():
    defined = {line.split('"')[1] for line in FILE.read_text().splitlines() if "define" in line}
    assert defined == {"triton.query.entry", *(f"triton.query.{query.name}" for query in SCALING)}
