"""The words of a command line: variables filled in as Kubernetes does, shell scripts taken apart."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from tritonfleet.checks.objects import Path, items

UNKNOWN = "\0"
"""Stands in a word for a part that only the running container knows."""

_REFERENCE = re.compile(r"\$\$|\$\((?P<name>[-._a-zA-Z][-._a-zA-Z0-9]*)\)")
_IN_SHELL = re.compile(r"\$\([^()]*\)|`[^`]*`|\$\{(?P<braced>\w+)[^}]*\}|\$(?P<plain>\w+|[@*#?])")
_OPERATORS = ";&|<>()\n"
_SHELLS = {"sh", "bash", "dash", "ash", "zsh"}


class Word(NamedTuple):
    """One argument, with the path of the field that holds it. ``text`` has UNKNOWN for what is not known."""

    text: str
    path: Path
    shell: bool = False


class Environment:
    """The variables that a container's manifest gives a plain value."""

    def __init__(self, container: Mapping[str, Any]) -> None:
        self.complete = not items(container, "envFrom")
        """Whether a variable that is not among ``values`` does not exist (but for those of the image)."""
        self.values: dict[str, str | None] = {}
        """By name; None where the value comes from elsewhere."""
        for _, variable in items(container, "env"):
            name, given = variable.get("name"), variable.get("value")
            if isinstance(name, str):
                outside = "valueFrom" in variable or not isinstance(given, str | None)
                self.values[name] = None if outside else self._expanded(given or "")

    def argument(self, text: str) -> str:
        """An argument with ``$(NAME)`` filled in. What names no variable stays, as it does in Kubernetes."""
        return self._expanded(text)

    def _expanded(self, text: str) -> str:
        return _REFERENCE.sub(self._value, text) if "$" in text else text

    def _value(self, match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return "$"
        if name in self.values:
            found = self.values[name]
            return UNKNOWN if found is None else found
        return match[0] if self.complete else UNKNOWN

    def in_shell(self, script: str) -> str:
        """A shell script with the variables filled in that have a plain value."""
        return _IN_SHELL.sub(self._shell_value, script) if "$" in script or "`" in script else script

    def _shell_value(self, match: re.Match[str]) -> str:
        name = match["plain"] or match["braced"]
        simple = match[0] in {f"${name}", f"${{{name}}}"}
        found = self.values.get(name) if simple else None
        return UNKNOWN if found is None or re.search(r"\s", found) else found


def words(container: Mapping[str, Any], path: Path) -> tuple[list[Word], Environment]:
    """What the container runs: ``command`` and ``args``, or the words of the shell script among them."""
    environment = Environment(container)
    texts = tuple((field, _texts(container, field)) for field in ("command", "args") if field in container)
    plain = list(_plain(texts, path))
    if any("$" in word.text for word in plain):
        plain = [word._replace(text=environment.argument(word.text)) for word in plain]
    for number, word in enumerate(plain[:3]):
        if _is_shell(word.text) and (script := _script(plain[number + 1 :])):
            return list(_of_script(script, environment)) or plain, environment
    return plain, environment


def _texts(container: Mapping[str, Any], field: str) -> tuple[str | None, ...]:
    """The words of a field; None for what is no text."""
    given = container[field]
    return tuple([t if isinstance(t, str) else None for t in given]) if isinstance(given, list) else ()


@lru_cache(maxsize=4096)
def _plain(texts: tuple[tuple[str, tuple[str | None, ...]], ...], path: Path) -> tuple[Word, ...]:
    """The words as they are written: most command lines of a fleet are alike."""
    return tuple(
        Word(text, (*path, field, number))
        for field, given in texts
        for number, text in enumerate(given)
        if text is not None
    )


def _is_shell(text: str) -> bool:
    return text.rpartition("/")[2] in _SHELLS


def _script(rest: list[Word]) -> Word | None:
    """The script of ``sh -c SCRIPT``; None for a shell that runs a file."""
    for number, word in enumerate(rest):
        if not word.text.startswith("-"):
            return None
        if not word.text.startswith("--") and "c" in word.text:
            return rest[number + 1] if number + 1 < len(rest) else None
    return None


def _of_script(script: Word, environment: Environment) -> Iterator[Word]:
    """The words of the command in the script that starts Triton; none when none does."""
    for command in _commands(environment.in_shell(script.text.replace("\\\n", " "))):
        comment = next((n for n, text in enumerate(command) if text.startswith("#")), len(command))
        if any(starts_triton(text) for text in command[:comment]):
            yield from (Word(text, script.path, shell=True) for text in command[:comment])
            return


def starts_triton(text: str) -> bool:
    """Whether a word is the name of the server's program."""
    return text.rpartition("/")[2] == "tritonserver" and not text.startswith("-")


def _commands(script: str) -> Iterator[list[str]]:
    """The simple commands of a shell script, without redirections; none when its quotes do not match."""
    lexer = shlex.shlex(script, posix=True, punctuation_chars=_OPERATORS)
    lexer.whitespace, lexer.whitespace_split, lexer.commenters = " \t\r", True, ""
    try:
        tokens = list(lexer)
    except ValueError:
        return
    command: list[str] = []
    skip = False
    for number, token in enumerate(tokens):
        following = tokens[number + 1] if number + 1 < len(tokens) else ""
        if skip:
            skip = False
        elif token.startswith(("<", ">", "&>")):
            skip = True
        elif token.isdigit() and following.startswith(("<", ">")):
            continue
        elif token and not token.strip(_OPERATORS):
            yield command
            command = []
        else:
            command.append(token)
    yield command
