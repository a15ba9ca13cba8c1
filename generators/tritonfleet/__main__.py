"""The command's entry point: turns what went wrong into one clear line and an exit code."""

from __future__ import annotations

import gc
import os
import sys

from tritonfleet.errors import InputError, RuleFailed, ToolMissing


def main() -> None:
    """Run the command line. Exit codes: 0 good, 1 findings, 2 unusable input or rule, 3 a tool is missing."""
    from tritonfleet.cli import app

    # A command lives for seconds and leaves few cycles: looking for them would take a fifth of its time.
    gc.set_threshold(100_000, 50, 1000)
    try:
        app()
    except InputError as error:
        _complain(*(str(problem) for problem in error.problems))
        sys.exit(error.exit_code)
    except (ToolMissing, RuleFailed) as error:
        _complain(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing more to say, and nothing to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)


def _complain(*lines: str) -> None:
    for line in lines:
        sys.stderr.write(f"tritonfleet: {' '.join(line.split())}\n")


if __name__ == "__main__":
    main()
