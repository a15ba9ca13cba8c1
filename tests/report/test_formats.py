"""Every format says everything, in the form its readers expect."""

from __future__ import annotations

import io
import json

import jsonschema_rs
import pytest

from tritonfleet import report as reports
from tritonfleet.errors import InputError

TEXT_OR_NULL = {"type": ["string", "null"]}
POSITION = {"type": ["integer", "null"], "minimum": 1}
OBJECT = {
    "type": ["object", "null"],
    "additionalProperties": False,
    "required": ["apiVersion", "kind", "namespace", "name"],
    "properties": {name: {"type": "string"} for name in ("apiVersion", "kind", "namespace", "name")},
}
FINDING = {
    "type": "object",
    "additionalProperties": False,
    "required": ["rule", "severity", "message", "fix", "object", "path", "related", "file", "line", "column"],
    "properties": {
        "rule": {"type": "string", "pattern": "^[A-Z0-9]+[0-9]{3}$"},
        "severity": {"enum": ["error", "warning", "info"]},
        "message": {"type": "string", "minLength": 1},
        "fix": {"type": "string"},
        "object": OBJECT,
        "related": {"type": "array", "items": OBJECT},
        "path": {"type": "string"},
        "file": TEXT_OR_NULL,
        "line": POSITION,
        "column": POSITION,
    },
}
SUPPRESSED = {
    **FINDING,
    "required": [*FINDING["required"], "by", "reason"],
    "properties": {
        **FINDING["properties"],
        "by": {"enum": ["annotation", "comment", "baseline"]},
        "reason": {"type": "string", "minLength": 1},
    },
}
COUNT = {"type": "integer", "minimum": 0}
SUMMARY = ("error", "warning", "info", "suppressed", "skipped", "objects", "rules")
CONTRACT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "findings", "suppressed", "skipped", "stale", "summary"],
    "properties": {
        "version": {"const": 1},
        "findings": {"type": "array", "items": FINDING},
        "suppressed": {"type": "array", "items": SUPPRESSED},
        "stale": {"type": "array", "items": {"type": "string"}},
        "skipped": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["rule", "needs"],
                "properties": {"rule": {"type": "string"}, "needs": {"type": "string"}},
            },
        },
        "summary": {
            "type": "object",
            "additionalProperties": False,
            "required": list(SUMMARY),
            "properties": dict.fromkeys(SUMMARY, COUNT),
        },
    },
}


def written(report, style: str) -> str:
    stream = io.StringIO()
    reports.write(report, style, stream)
    return stream.getvalue()


def test_json_keeps_the_contract(report):
    data = json.loads(written(report, "json"))
    jsonschema_rs.validate(CONTRACT, data)
    assert data["summary"] == {
        "error": 1,
        "warning": 1,
        "info": 1,
        "suppressed": 1,
        "skipped": 1,
        "objects": 3,
        "rules": 4,
    }
    assert data["findings"][0] == {
        "rule": "NET002",
        "severity": "error",
        "message": "the pods of Deployment prod/bert have no port grpc",
        "fix": "their ports: http (8000)",
        "object": {"apiVersion": "v1", "kind": "Service", "namespace": "prod", "name": "bert"},
        "path": "spec.ports[0].targetPort",
        "related": [{"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "prod", "name": "bert"}],
        "file": "values/prod/a b.yaml",
        "line": 12,
        "column": 5,
    }
    assert data["findings"][2]["line"] is None


def test_plain_text_has_one_line_a_finding(report):
    lines = written(report, "text").splitlines()
    assert lines[0] == (
        "values/prod/a b.yaml:12:5: error: Service prod/bert spec.ports[0].targetPort: "
        "the pods of Deployment prod/bert have no port grpc (their ports: http (8000)) [NET002]"
    )
    assert lines[1] == "info: Service prod/bert: 50% of 100 <unknown>\ufffd kinds [K8S002]"
    assert "fleet.yaml: warning: preferred size above max [TRT107]" in lines
    assert "skipped: K8S010 needs external.Secret" in lines
    assert lines[-1] == (
        "1 error, 1 warning, 1 info in 3 objects, by 4 rules, of which 1 could not decide everything, "
        "1 suppressed (1 by annotation)"
    )


def test_plain_text_of_a_clean_report_is_one_line(clean):
    assert written(clean, "text") == "nothing wrong in 1 object, by 1 rule\n"


@pytest.mark.parametrize("style", reports.FORMATS)
def test_every_format_copes_with_nothing(clean, style):
    assert written(clean, style).endswith("\n")


def test_an_unknown_format_is_refused(clean):
    with pytest.raises(InputError, match="no report format is called xml"):
        written(clean, "xml")
