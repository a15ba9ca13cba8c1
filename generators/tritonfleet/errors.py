"""The ways a run ends without findings: unusable input, a missing tool, or a rule that does not work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a text file. Lines and columns count from 1; 0 means "the whole file"."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Mend:
    """An edit that sets something right: the field at ``path`` is set to ``value``, renamed to it, or removed.

    ``path`` is that in the file's document of this number (from 0), or in the object while a rule speaks of it.
    A field to set may be missing.
    """

    action: Literal["set", "rename", "remove"]
    path: tuple[str | int, ...]
    value: Any = field(default=None, hash=False)
    document: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input: where, what, and how to mend it. ``rule``: the id of the rule that says so."""

    message: str
    location: Location | None = None
    fix: str = ""
    rule: str = ""
    mend: Mend | None = None

    def __str__(self) -> str:
        where = f"{self.location}: " if self.location else ""
        fix = f" ({self.fix})" if self.fix else ""
        return f"{where}{self.message}{fix}" + (f" [{self.rule}]" if self.rule else "")


def in_file_order(problem: Problem) -> tuple[str, int, int]:
    """Sorts problems as a reader meets them."""
    where = problem.location
    return (where.file, where.line, where.column) if where else ("", 0, 0)


class InputError(Exception):
    """The input cannot be used: exit code 2. Carries every problem found, in file order."""

    exit_code = 2

    def __init__(self, *problems: Problem) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[Problem, ...]]:
        return InputError, tuple(self.problems)

    @classmethod
    def of(cls, message: str, location: Location | None = None, fix: str = "") -> InputError:
        return cls(Problem(message, location, fix))


class ToolMissing(Exception):
    """A tool that was needed is not there: exit code 3. Says which, and how to get it."""

    exit_code = 3

    def __init__(self, tool: str, how: str) -> None:
        self.tool, self.how = tool, how
        super().__init__(f"{tool} is needed and was not found: {how}")


class RuleFailed(Exception):
    """A rule raised something while it checked, which is a mistake in the rule. Says which rule, whose, and why."""

    exit_code = 2

    def __init__(self, rule: str, what: str, how: str) -> None:
        self.rule, self.what, self.how = rule, what, how
        super().__init__(f"rule {rule} {what} ({how})")

    def __reduce__(self) -> tuple[type[RuleFailed], tuple[str, str, str]]:
        return RuleFailed, (self.rule, self.what, self.how)
