"""The command's entry point: turns what went wrong into one clear line and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import NoReturn, TextIO

from tritonfleet.errors import InputError, RuleFailed, ToolMissing


def entry() -> NoReturn:
    """``main`` for a process of its own: it ends without taking apart what it holds, which the system does faster."""
    try:
        main()
        code: object = 0
    except SystemExit as stop:
        code = stop.code
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def main() -> None:
    """Run the command line. Exit codes: 0 good, 1 findings, 2 unusable input or rule, 3 a tool is missing."""
    # A command lives for seconds and leaves few cycles: looking for them would take a fifth of its time.
    gc.set_threshold(100_000, 50, 1000)
    _complete_streams()
    try:
        _run()
    except InputError as error:
        _complain(*(str(problem) for problem in error.problems))
        sys.exit(error.exit_code)
    except (ToolMissing, RuleFailed) as error:
        _complain(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing more to say, and nothing to flush at exit.
        _silence(sys.stdout)
        sys.exit(141)
    except MemoryError:
        _complain("there is not enough memory for that much input")
        sys.exit(2)
    except OSError as error:
        _silence(sys.stdout)
        where = f"{error.filename}: " if error.filename else ""
        _complain(f"{where}{error.strerror or error}")
        sys.exit(2)


def _run() -> None:
    from tritonfleet.cli import app

    try:
        app()
    finally:
        sys.stdout.flush()  # Here it can still be told that there is no space left.


def _complete_streams() -> None:
    """Open what the caller has closed, lest a file of ours takes its number; and write names whatever they are."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _silence(stream: TextIO) -> None:
    with suppress(OSError):  # It may be no file at all.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _complain(*lines: str) -> None:
    for line in lines:
        sys.stderr.write(f"tritonfleet: {' '.join(line.split())}\n")


if __name__ == "__main__":
    entry()
