"""The page of a rule, in Markdown: ``tritonfleet explain`` prints it, and docs/rules/ holds it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule
from tritonfleet.docs.areas import AREAS
from tritonfleet.docs.examples import mended
from tritonfleet.docs.sources import linked

WIDTH = 110
_CODE = re.compile(r"`[^`]+`")
_KEPT = "\0"
"""Stands for a blank that is no place to break a line."""
BADNESS = {
    Severity.ERROR: "It will not work, or it loses requests.",
    Severity.WARNING: "It hurts under conditions.",
    Severity.INFO: "There is a better way.",
}


def rule_page(rule: Rule) -> str:
    """The whole page, symptom first; paragraphs are at most ``WIDTH`` characters wide."""
    return "\n".join(_blocks(rule)).rstrip() + "\n"


def _blocks(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id}: {rule.title}\n"
    yield f"**{rule.severity}** · {AREAS[rule.area].name}. {BADNESS[rule.severity]}\n"
    yield f"## What you see, and why\n\n{_wrapped(rule.why)}\n"
    yield f"## How to mend it\n\n{_wrapped(_sentence(rule.fix))}\n"
    if rule.fails:
        yield f"## What fails\n\n```yaml\n{rule.fails.strip()}\n```\n"
        yield f"## What passes\n\n{mended(rule.fails, rule.passes)}\n"
    if rule.needs:
        yield f"## Facts it needs\n\n{_wrapped(_NEEDS)}\n"
        yield "\n".join(f"- {need}" for need in rule.needs) + "\n"
    yield f"## How to suppress it\n\n{_suppression(rule)}\n"
    yield "## Where this comes from\n\n" + "\n".join(f"- {linked(source)}" for source in rule.sources)


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
        return f"Annotate the object:\n\n{block}\n\n{_wrapped(_OTHERWISE.format(id=rule.id))}"
    of_fleet = _FLEET if rule.severity is Severity.ERROR else _COMMENT
    text = _TOOL if rule.reads is Reads.TOOL else of_fleet
    return _wrapped(_sentence(text.format(id=rule.id)))


def _wrapped(text: str) -> str:
    """The text in lines, none of which breaks a code span."""
    unbroken = _CODE.sub(lambda code: code[0].replace(" ", _KEPT), " ".join(text.split()))
    return textwrap.fill(unbroken, WIDTH, break_long_words=False, break_on_hyphens=False).replace(_KEPT, " ")


def _sentence(text: str) -> str:
    """A rule's fix, which has neither capital nor full stop, as a sentence."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?")) else ".")
