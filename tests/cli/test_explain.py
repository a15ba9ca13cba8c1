"""``tritonfleet explain`` prints a rule's page, ``tritonfleet rules`` finds rules."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from support.cli import tritonfleet
from tritonfleet.checks.registry import modules, rule
from tritonfleet.cli.rules import run_explain
from tritonfleet.docs.rule_page import rule_page

OF_NETWORK = [rule_id for rule_id in modules() if rule_id.startswith("NET")]


def listed(folder, *options) -> list[dict]:
    return json.loads(tritonfleet("rules", "--json", *options, cwd=folder).out)


@pytest.mark.parametrize("typed", ["NET001", "net001", " Net001 "])
def test_a_rule_is_explained_in_any_case_of_letters(folder, typed):
    ran = tritonfleet("explain", typed, cwd=folder)
    assert (ran.code, ran.out, ran.err) == (0, rule_page(rule("NET001")), "")


def test_the_beginning_of_an_id_lists_the_rules(folder):
    ran = tritonfleet("explain", "net", cwd=folder)
    assert ran.code == 0
    assert all(f"  {rule_id} " in ran.out for rule_id in OF_NETWORK)
    assert "K8S001" not in ran.out


@pytest.mark.parametrize("typed", ["NET0001", "NTE001"])
def test_an_unknown_rule_is_told_the_one_that_was_meant(folder, typed):
    ran = tritonfleet("explain", typed, cwd=folder)
    assert ran.code == 2
    assert f"no rule is called {typed}" in ran.err
    assert "did you mean `NET001`?" in ran.err


def test_explaining_one_rule_imports_no_other():
    code = (
        "import sys; from tritonfleet.cli.rules import run_explain; run_explain('NET001'); "
        "print([m for m in sys.modules if m.startswith('tritonfleet.checks.rules.') and m.count('.') == 4])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "['tritonfleet.checks.rules.net.net001_service_pods']"


def test_nothing_heavy_is_imported_where_nobody_watches():
    code = (
        "import sys; from tritonfleet.cli.rules import run_explain; run_explain('NET001'); "
        "print({'rich', 'pydantic', 'google', 'jsonschema_rs', 'jinja2'} & {m.partition('.')[0] for m in sys.modules})"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "set()"


def test_rules_are_listed_by_area(folder):
    assert [found["id"] for found in listed(folder, "--area", "NET")] == OF_NETWORK


def test_rules_are_listed_by_severity(folder):
    found = listed(folder, "--severity", "info")
    assert {each["severity"] for each in found} == {"info"}


def test_rules_are_found_by_a_word_in_any_case(folder):
    found = listed(folder, "--search", "GATEWAY")
    assert "NET004" in {each["id"] for each in found}
    assert "K8S007" not in {each["id"] for each in found}


def test_conditions_hold_together(folder):
    found = listed(folder, "--area", "NET", "--severity", "error", "--search", "gateway")
    assert {each["id"] for each in found} <= set(OF_NETWORK)


def test_json_says_all_that_a_tool_needs(folder):
    (found,) = listed(folder, "--area", "FLT031")
    assert found == {
        "id": "FLT031",
        "title": "The plan is older than the fleet",
        "severity": "warning",
        "area": "FLT",
        "reads": "fleet",
        "needs": [],
        "why": rule("FLT031").why,
        "fix": "run `tritonfleet plan --write`",
        "sources": ["tritonfleet:docs/sharing.md"],
    }


def test_nothing_found_is_said(folder):
    ran = tritonfleet("rules", "--search", "no rule says this", cwd=folder)
    assert ran.code == 2
    assert "no rule fits all of that" in ran.err


class Terminal(io.StringIO):
    """A terminal, as far as anybody asks."""

    def isatty(self):
        return True


def test_on_a_terminal_the_page_is_laid_out(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert run_explain("NET001") == 0
    shown = sys.stdout.getvalue()
    assert "What you see, and why" in shown
    assert "## " not in shown
    assert "```" not in shown
