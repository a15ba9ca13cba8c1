"""Groups of rules as Prometheus reads them, for given terms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from tritonfleet.alerts.terms import Terms, filled
from tritonfleet.alerts.types import Alert, Group, Recording

Rendered = dict[str, Any]
PRINTED = "tritonfleet runbook "
"""The command that prints a page, for who has no address of it."""


def rendered(
    groups: Iterable[Group],
    terms: Terms,
    labels: Mapping[str, str] | None = None,
    runbooks: str | None = None,
    without: Collection[str] = (),
) -> list[Rendered]:
    """The groups below ``spec.groups`` of a PrometheusRule; a group without rules is left out.

    ``labels`` are given to every alert, unless a rule has one of that name; ``runbooks`` is the address of their
    folder; without one an alert names the command that prints its page. ``without``: names of alerts to leave out.
    """
    found = []
    for group in groups:
        if group.when and not terms[group.when]:
            continue
        rules = [
            _rule(rule, terms, labels or {}, runbooks)
            for rule in group.rules
            if (not rule.when or terms[rule.when]) and not (isinstance(rule, Alert) and rule.name in without)
        ]
        if rules:
            interval = {"interval": group.interval} if group.interval else {}
            found.append({"name": group.name, **interval, "rules": rules})
    return found


def _rule(rule: Recording | Alert, terms: Terms, labels: Mapping[str, str], runbooks: str | None) -> Rendered:
    own = {key: filled(value, terms) for key, value in rule.labels.items()}
    if isinstance(rule, Recording):
        recorded: Rendered = {"record": rule.record, "expr": filled(rule.expr, terms)}
        return recorded | ({"labels": own} if own else {})
    own = {"severity": rule.severity.value, **own}
    texts = {"summary": filled(rule.summary, terms), "description": filled(rule.description, terms)}
    link = (
        {"runbook_url": f"{runbooks.rstrip('/')}/{rule.name}.md"}
        if runbooks
        else {"runbook": PRINTED + rule.name}
    )
    lasts = {"for": filled(rule.lasts, terms)} if rule.lasts else {}
    return {
        "alert": rule.name,
        "expr": filled(rule.expr, terms),
        **lasts,
        "labels": {**labels, **own},
        "annotations": {**texts, **link},
    }
