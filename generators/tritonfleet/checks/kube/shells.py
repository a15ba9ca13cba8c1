"""What a command line runs when its first word is a shell."""

from __future__ import annotations

from collections.abc import Sequence

_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh"})


def script(words: Sequence[str]) -> int | None:
    """The place of the script that a shell gets by -c; None when the command is no such thing."""
    if not words or words[0].rpartition("/")[2] not in _SHELLS:
        return None
    asked = False
    for place, word in enumerate(words[1:], start=1):
        if not word.startswith(("-", "+")):
            return place if asked else None
        asked |= not word.startswith("--") and "c" in word[1:]
    return None


def run_by(command: object) -> str:
    """The text that is run: the script of a shell, for it ignores what follows, or all the words."""
    words = [word for word in command if isinstance(word, str)] if isinstance(command, list) else []
    place = script(words)
    return words[place] if place is not None else " ".join(words)
