"""The page of an alert, in Markdown: ``tritonfleet runbook`` prints it, docs/runbooks/ holds it; and their index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from tritonfleet.alerts import Alert, alerts
from tritonfleet.alerts.terms import Terms, filled
from tritonfleet.alerts.types import Severity
from tritonfleet.docs.prose import sentence, wrapped
from tritonfleet.words import count

INDEX = """\
# Runbooks

Generated from the alerts (`make golden`); {count}. `tritonfleet runbook TritonServiceDown` prints a page,
`--namespace` and `--service` put names into its queries. Where `runbooks` of the fleet names the address of this
folder, every alert links to its page.

**critical** wakes somebody, **warning** is a ticket, **info** is for who looks.

| Alert | Severity | What it means |
|---|---|---|
"""
NAMES: Terms = MappingProxyType(
    {
        "namespace": "NAMESPACE", "job": "SERVICE", "entry": "", "models": "MODEL|MODEL",
        "le": 'le=~"MILLISECONDS([.]0+)?"', "window": "30d",
    }
)  # fmt: skip
"""What the terms of a page's queries stand for while nobody has said."""
LABELS = {
    "$(job)": " namespace=$(namespace) job=$(job)", "absent(": "", "on (node)": " node=NODE", "UUID": " UUID=UUID",
    "by (namespace) ": " namespace=$(namespace)",
}  # fmt: skip
"""What an alert is silenced by, after the first of these parts that its expression has."""
PODS = """\
The pods, and what their servers said last:

```sh
kubectl --namespace=$(namespace) get pods --selector=app.kubernetes.io/instance=$(job) --output=wide
kubectl --namespace=$(namespace) logs --selector=app.kubernetes.io/instance=$(job) --container=triton --tail=100
```
"""
HOW_BAD = {
    Severity.CRITICAL: "it wakes somebody.",
    Severity.WARNING: "it is a ticket.",
    Severity.INFO: "it is for who looks.",
}
SILENCE = """\
For a time, never for ever. Put your Alertmanager's address, and yours for what is in capitals:

```sh
amtool silence add --alertmanager.url=http://localhost:9093 --duration=2h --comment="WHY" alertname={name}{labels}
```"""


def runbook_pages() -> dict[str, str]:
    """Every page about alerts, by its path below docs/: the index, and a page for each alert."""
    pages = {f"runbooks/{name}.md": runbook_page(same) for name, same in alerts().items()}
    return {"runbooks/README.md": _index(), **pages}


def runbook_page(same: Sequence[Alert], names: Terms | None = None) -> str:
    """The page of the alerts of one name. ``names`` replace the capitals in its queries."""
    return "\n".join(_blocks(same, {**NAMES, **(names or {})})).rstrip() + "\n"


def _index() -> str:
    rows = (
        f"| [{name}]({name}.md) | {_severities(same)} | {_first_sentence(same[0].runbook.means)} |"
        for name, same in alerts().items()
    )
    return INDEX.format(count=count(len(alerts()), "alert")) + "\n".join(rows) + "\n"


def _blocks(same: Sequence[Alert], names: Terms) -> Iterator[str]:
    first = same[0]
    page = first.runbook
    yield f"# {first.name}\n"
    yield " ".join(f"**{each}**: {HOW_BAD[each]}" for each in dict.fromkeys(a.severity for a in same)) + "\n"
    yield f"## What it means\n\n{wrapped(page.means)}\n"
    yield f"## What users see\n\n{wrapped(page.users_see)}\n"
    if len(same) > 1:
        yield "## When it fires\n\n" + "\n".join(_rows(same)) + "\n"
    yield f"## Check these\n{_hint(page.queries, names)}"
    if "$(job)" in first.expr:
        yield filled(PODS, names)
    for title, expression in page.queries.items():
        yield f"{title}:\n\n```promql\n{filled(expression, names)}\n```\n"
    yield "## Usual causes\n"
    yield from (_bullet(f"**{sentence(each.what)}** {sentence(each.mend)}") for each in page.causes)
    yield f"\n## How to silence it\n\n{_silence(first, names)}\n"
    if page.rules:
        yield "## Found before it is deployed by\n"
        yield from (f"- [{rule}](../rules/{rule}.md): {_title(rule)}" for rule in page.rules)


def _rows(same: Sequence[Alert]) -> Iterator[str]:
    """The alerts of one name that differ in their windows."""
    yield "| Severity | over | and still over | for at least |\n|---|---|---|---|"
    for each in same:
        yield f"| {each.severity} | {each.labels['long']} | {each.labels['short']} | {each.lasts} |"


def _bullet(text: str) -> str:
    return wrapped(f"- {text}").replace("\n", "\n  ")


def _hint(queries: Mapping[str, str], names: Terms) -> str:
    left = [
        word for word in ("NAMESPACE", "SERVICE", "MILLISECONDS", "MODEL") if _is_left(word, queries, names)
    ]
    return f"\nPut yours for {', '.join(left)}.\n" if left else ""


def _is_left(word: str, queries: Mapping[str, str], names: Terms) -> bool:
    return any(word in filled(expression, names) for expression in queries.values())


def _silence(alert: Alert, names: Terms) -> str:
    own = f"{wrapped(alert.runbook.silence)}\n\n" if alert.runbook.silence else ""
    labels = next((each for part, each in LABELS.items() if part in alert.expr), "")
    return own + SILENCE.format(name=alert.name, labels=filled(labels, names))


def _severities(same: Sequence[Alert]) -> str:
    return " or ".join(dict.fromkeys(alert.severity.value for alert in same))


def _first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].rstrip(".:")


def _title(rule_id: str) -> str:
    from tritonfleet.checks.registry import rule

    return rule(rule_id).title
