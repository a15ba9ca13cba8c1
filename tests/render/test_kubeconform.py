"""kubeconform judges manifests offline, by the vendored schemas."""

from __future__ import annotations

from pathlib import Path

import pytest

from tritonfleet.checks.finding import Severity
from tritonfleet.errors import InputError, ToolMissing
from tritonfleet.render.kubeconform import validate, validate_objects

GOOD = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "good"}, "data": {"a": "b"}}
BAD = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "bad", "labels": {"a.b/c": 1}},
    "spec": {"replica": 1, "selector": {}, "template": {}},
}


def test_good_objects_have_no_findings() -> None:
    assert validate_objects([GOOD], "1.36") == []


def test_nothing_to_check_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRITONFLEET_KUBECONFORM", "/nowhere/kubeconform")
    assert (validate([], "1.36"), validate_objects([], "1.36")) == ([], [])


def test_each_violation_is_a_finding_with_object_and_path() -> None:
    findings = validate_objects([GOOD, BAD], "1.36")
    assert [(str(f.object), f.path, f.message) for f in findings] == [
        ("Deployment bad", 'metadata.labels["a.b/c"]', "got number, want null or string"),
        ("Deployment bad", "spec", "additional properties 'replica' not allowed"),
    ]


def test_findings_are_errors_of_their_rule() -> None:
    (finding, *_) = validate_objects([BAD], "1.36")
    assert (finding.rule, finding.severity) == ("K8S003", Severity.ERROR)


def test_a_kind_without_a_schema_is_an_error() -> None:
    widget = {"apiVersion": "example.test/v1", "kind": "Widget", "metadata": {"name": "x"}}
    (finding,) = validate_objects([widget], "1.36")
    assert finding.message == "could not find schema for Widget"


def test_a_key_given_twice_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "twice.yaml"
    file.write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {}\ndata: {}\n")
    (finding,) = validate([file], "1.36")
    assert "already set" in finding.message
    assert str(finding.location) == str(file)


def test_no_path_of_the_cache_shows_in_a_message() -> None:
    assert not any("file://" in finding.message for finding in validate_objects([BAD], "1.36"))


def test_output_that_is_no_report_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "kubeconform"
    fake.write_text("#!/bin/sh\necho out of memory >&2; exit 2\n")
    fake.chmod(0o755)
    monkeypatch.setenv("TRITONFLEET_KUBECONFORM", str(fake))
    with pytest.raises(InputError, match="kubeconform failed: out of memory"):
        validate_objects([GOOD], "1.36")


def test_a_program_that_does_not_start_counts_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "kubeconform"
    fake.write_bytes(b"\x7fELFbroken")
    fake.chmod(0o755)
    monkeypatch.setenv("TRITONFLEET_KUBECONFORM", str(fake))
    with pytest.raises(ToolMissing, match="does not start"):
        validate_objects([GOOD], "1.36")
