"""Reports of every shape, for properties that hold for all of them."""

from __future__ import annotations

from hypothesis import strategies as st

from tritonfleet.checks import Finding, ObjectRef, Report, Severity, Skipped
from tritonfleet.checks.finding import Suppressed
from tritonfleet.errors import Location

# One of each area that differs, and one that nobody has: findings may come from a package that is gone.
_RULES = st.sampled_from(("NET001", "SEC005", "FLT018", "X999"))
# Manifests are anybody's: control characters, halves of surrogate pairs, markup and commands of CI systems.
_TEXT = st.text(max_size=20) | st.sampled_from(
    ("\ud800", "\x00\x1b[31m", "a\n::error::b", "<b>|`x`]]>", "50%")
)
_REFS = st.builds(ObjectRef, _TEXT, _TEXT, _TEXT, _TEXT)
_LOCATIONS = st.builds(Location, _TEXT.map(lambda text: text or "a"), st.integers(0, 99), st.integers(0, 99))


def findings() -> st.SearchStrategy[Finding]:
    """A finding, on an object or a file or neither."""
    return st.builds(
        Finding,
        rule=_RULES,
        severity=st.sampled_from(Severity),
        message=_TEXT,
        fix=_TEXT,
        object=st.none() | _REFS,
        path=_TEXT,
        location=st.none() | _LOCATIONS,
        related=st.lists(_REFS, max_size=2).map(tuple),
    )


def reports() -> st.SearchStrategy[Report]:
    """A report of a few of everything."""
    suppressed = st.builds(
        Suppressed, findings(), st.sampled_from(("annotation", "comment", "baseline")), _TEXT
    )
    return st.builds(
        Report,
        findings=st.lists(findings(), max_size=4).map(tuple),
        skipped=st.lists(st.builds(Skipped, _RULES, _TEXT), max_size=3).map(tuple),
        objects=st.integers(0, 9),
        rules=st.lists(_RULES, max_size=4, unique=True).map(tuple),
        suppressed=st.lists(suppressed, max_size=2).map(tuple),
        stale=st.lists(_TEXT, max_size=2).map(tuple),
    )
