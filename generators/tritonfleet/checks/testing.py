"""For the tests of rules, ours and your own: what every rule owes its reader, as one assertion."""

from __future__ import annotations

from collections.abc import Sequence

from tritonfleet.checks.rule import Breach, Rule, Undecided


def assert_examples(rule: Rule) -> None:
    """The rule finds something in its failing example, nothing in its passing one, and explains itself.

    For rules that read objects. Raises AssertionError that says what is missing.
    """
    _explains(rule)
    found = _verdicts(rule, rule.fails)
    breaches = [verdict for verdict in found if isinstance(verdict, Breach)]
    _require(bool(breaches), rule, f"it finds nothing in its failing example, but says {_said(found)}")
    for breach in breaches:
        _tells(rule, breach)
    _require(not _verdicts(rule, ""), rule, "it finds something where there is nothing")
    others = _verdicts(rule, rule.passes)
    _require(not others, rule, f"of its passing example it says {_said(others)}")


def _explains(rule: Rule) -> None:
    _require(
        bool(rule.title) and not rule.title.endswith("."), rule, "it has no title, or one with a full stop"
    )
    _require(rule.why.endswith("."), rule, "why it hurts is no sentence")
    _require(bool(rule.fix) and not rule.fix.endswith("."), rule, "it has no fix, or one with a full stop")
    _require(bool(rule.sources), rule, "it does not say where it comes from")


def _tells(rule: Rule, breach: Breach) -> None:
    """A finding has a message, a place, and a line that can be shown."""
    where = breach.resource.location(breach.path, breach.inside)
    _require(bool(breach.message), rule, "a finding has no message")
    _require(bool(breach.path), rule, f"the finding `{breach.message}` names no field")
    _require(where.line > 0, rule, f"the finding `{breach.message}` is about a field that is nowhere")


def _verdicts(rule: Rule, text: str) -> Sequence[Breach | Undecided]:
    from tritonfleet.checks.world import World
    from tritonfleet.yamlio import load_manifests

    return list(rule.check(World(load_manifests(text, "example.yaml"), rule.facts)))


def _said(verdicts: Sequence[Breach | Undecided]) -> str:
    said = [v.message if isinstance(v, Breach) else f"that it needs {v.needs}" for v in verdicts]
    return "; ".join(said) or "nothing"


def _require(holds: bool, rule: Rule, otherwise: str) -> None:
    if not holds:
        raise AssertionError(f"{rule.id}: {otherwise}")
