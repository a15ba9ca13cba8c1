"""The page of a rule, in Markdown: ``tritonfleet explain`` prints it, and docs/rules/ holds it."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule
from tritonfleet.docs.areas import AREAS
from tritonfleet.docs.examples import mended, shown
from tritonfleet.docs.given import given
from tritonfleet.docs.prose import sentence, wrapped
from tritonfleet.docs.sources import linked

BADNESS = {
    Severity.ERROR: "It will not work, or it loses requests.",
    Severity.WARNING: "It hurts under conditions.",
    Severity.INFO: "There is a better way.",
}


def rule_page(rule: Rule) -> str:
    """The whole page, symptom first; paragraphs are wrapped."""
    return "\n".join(_blocks(rule)).rstrip() + "\n"


def _blocks(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id}: {rule.title}\n"
    yield f"**{rule.severity}** · {AREAS[rule.area].name}. {BADNESS[rule.severity]}\n"
    yield f"## What you see, and why\n\n{wrapped(rule.why)}\n"
    yield f"## How to mend it\n\n{wrapped(sentence(rule.fix))}\n"
    if rule.fails:
        yield from _examples(rule)
    if rule.needs:
        yield f"## Facts it needs\n\n{wrapped(_NEEDS)}\n"
        yield "\n".join(f"- {need}" for need in rule.needs) + "\n"
    yield f"## How to suppress it\n\n{_suppression(rule)}\n"
    yield "## Where this comes from\n\n" + "\n".join(f"- {linked(source)}" for source in rule.sources)


def _examples(rule: Rule) -> Iterator[str]:
    yield "## What fails\n"
    if facts := list(given(rule.facts)):
        yield "In a cluster with:\n\n" + "\n".join(f"- {fact}" for fact in facts) + "\n"
    yield f"```yaml\n{shown(rule.fails)}\n```\n"
    yield f"## What passes\n\n{mended(rule.fails, rule.passes)}\n"


_NEEDS = "Where it depends on one of these and nobody said, the rule is listed as skipped; it never passes silently:"
_COMMENT = (
    "write `# tritonfleet: ignore {id} the reason` at its line or above it; it is counted in the output"
)
_FLEET = (
    "Errors of the fleet cannot be suppressed, for nothing can be generated. Where it is a warning, "
    + _COMMENT
)
_OTHERWISE = (
    "Or `--ignore {id}` for one run, or a baseline of what is known today (`--write-baseline`). In a fleet, write "
    "`# tritonfleet: ignore {id} the reason` above what the object is generated from. All are counted in the output."
)
_TOOL = "`--ignore {id}` leaves it out of one run; a baseline (`--write-baseline`) holds what is known today."


def _suppression(rule: Rule) -> str:
    """How a finding of this rule is suppressed, or why it cannot be."""
    if rule.reads is Reads.OBJECTS:
        annotation = f'ignore.tritonfleet.dev/{rule.id}: "the reason"'
        block = f"```yaml\nmetadata:\n  annotations:\n    {annotation}\n```"
        return f"Annotate the object:\n\n{block}\n\n{wrapped(_OTHERWISE.format(id=rule.id))}"
    of_fleet = _FLEET if rule.severity is Severity.ERROR else _COMMENT
    text = _TOOL if rule.reads is Reads.TOOL else of_fleet
    return wrapped(sentence(text.format(id=rule.id)))
