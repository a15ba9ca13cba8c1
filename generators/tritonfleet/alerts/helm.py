"""The groups of rules as a template of a chart: each term becomes a look-up, each ``when`` an ``if``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from tritonfleet.alerts.burn import hours, policy
from tritonfleet.alerts.catalogue import groups
from tritonfleet.alerts.types import Alert, Group, Recording, Scope

_TERM = re.compile(r"(?P<brace>\{)?\$\((?P<name>\w+)\)")
_HEAD = """\
{{/* Generated from generators/tritonfleet/alerts (`python -m tritonfleet.charts write`): the groups of a
     PrometheusRule. What is not the same for all comes from CHART.ruleTerms. */}}

MORE{{- define "CHART.rules" -}}
{{- $terms := include "CHART.ruleTerms" . | fromJson -}}
{{- $rules := .Values.monitoring.rules -}}
{{- $without := $rules.without | default dict -}}
"""
_RATES = """\
{{/* The rows of catalog/slo.yaml, in JSON: share of the budget, hours of the long window, share of an outage. */}}
{{- define "triton.burnRates" -}}
ROWS
{{- end -}}

"""
_SWITCHES = """\
{{/* What the values below monitoring.rules switch on, in JSON. */}}
{{- define "platform.ruleTerms" -}}
{{- $rules := .Values.monitoring.rules -}}
{{- dict "gpu" ($rules.gpu | ternary "true" "") "keda" ($rules.keda | ternary "true" "") | toJson -}}
{{- end -}}

"""
_PREFIX = {Scope.SERVICE: "triton", Scope.CLUSTER: "platform"}
_TAIL = "\n{{- end -}}\n"
_MORE_LABELS = """\
        {{- range $key, $value := omit ($rules.alertLabels | default dict) OWN }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}"""
_LINK = """\
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/NAME.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook NAME
        {{- end }}"""


def rules_template(scope: Scope) -> str:
    """The text of a chart's ``templates/_rules.tpl``."""
    lines = [line for group in groups(scope) for line in _group(group)]
    more = _burn_rates() if scope is Scope.SERVICE else _SWITCHES
    head = _HEAD.replace("CHART", _PREFIX[scope]).replace("MORE", more)
    return head + "\n".join(lines) + _TAIL


def _burn_rates() -> str:
    outage = float(policy().outage_share)
    rows = {
        row.name: {"share": float(row.budget_share), "hours": float(hours(row.long)), "outage": outage}
        for row in policy().rows
    }
    return _RATES.replace("ROWS", json.dumps(rows))


def _group(group: Group) -> Iterator[str]:
    asked = dict.fromkeys(_condition(rule) for rule in group.rules)
    any_rule = "" if "" in asked else " ".join(f"({each})" if " " in each else each for each in asked)
    conditions = [f"$terms.{group.when}" if group.when else "", f"or {any_rule}" if any_rule else ""]
    yield from (f"{{{{- if {condition} }}}}" for condition in conditions if condition)
    yield f"- name: {group.name}"
    if group.interval:
        yield f"  interval: {group.interval}"
    yield "  rules:"
    for rule in group.rules:
        yield from _rule(rule)
    yield from ("{{- end }}" for condition in conditions if condition)


def _rule(rule: Recording | Alert) -> Iterator[str]:
    condition = _condition(rule)
    if condition:
        yield f"{{{{- if {condition} }}}}"
    yield f"    - record: {rule.record}" if isinstance(rule, Recording) else f"    - alert: {rule.name}"
    yield "      expr: |-"
    yield from (f"        {_template(line)}" for line in rule.expr.splitlines())
    yield from _labelled(rule.labels) if isinstance(rule, Recording) else _told(rule)
    if condition:
        yield "{{- end }}"


def _condition(rule: Recording | Alert) -> str:
    """What has to hold for a rule to be rendered; empty for always."""
    term = f"$terms.{rule.when}" if rule.when else ""
    if isinstance(rule, Recording):
        return term
    chosen = f'not (get $without "{rule.name}")'
    return f"and {term} ({chosen})" if term else chosen


def _told(alert: Alert) -> Iterator[str]:
    own = {"severity": alert.severity.value, **alert.labels}
    if alert.lasts:
        yield f"      for: {_template(alert.lasts)}"
    yield from _labelled(own)
    yield _MORE_LABELS.replace("OWN", " ".join(json.dumps(name) for name in own))
    yield "      annotations:"
    yield f"        summary: {_text(alert.summary)}"
    yield f"        description: {_text(alert.description)}"
    yield _LINK.replace("NAME", alert.name)


def _labelled(labels: Mapping[str, str]) -> Iterator[str]:
    if labels:
        yield "      labels:"
    yield from (f"        {name}: {_text(value)}" for name, value in labels.items())


def _text(text: str) -> str:
    """A string of YAML in double quotes."""
    return _template(json.dumps(text, ensure_ascii=False))


def _template(text: str) -> str:
    """Text of a template: braces of Prometheus' own templates stay, terms are looked up.

    Helm would take ``{{{`` for a beginning of its own: a blank between keeps them apart, and the dash removes it.
    """
    kept = text.replace("{{", '{{ "{{" }}')
    return _TERM.sub(_look_up, kept)


def _look_up(term: re.Match[str]) -> str:
    return f"{{ {{{{- $terms.{term['name']} }}}}" if term["brace"] else f"{{{{ $terms.{term['name']} }}}}"
