"""Coverage-guided fuzzing of one reader, by hand: it needs atheris, which has wheels for some Pythons only.

    pip install atheris
    PYTHONPATH=generators:tests python -m fuzz.harness manifests -max_total_time=60

The first argument is a target of fuzz.targets, the others are libFuzzer's. A crash is written to ./crash-….
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any


def one_input(read: Callable[[str], Any]) -> Callable[[bytes], None]:
    """What libFuzzer calls with bytes; anything but InputError is a crash."""
    from tritonfleet.errors import InputError

    def call(raw: bytes) -> None:
        with suppress(InputError):
            read(raw.decode("utf-8", errors="replace"))

    return call


def main() -> None:
    """Fuzz the target that the command line names until libFuzzer stops."""
    import atheris

    with atheris.instrument_imports(include=["tritonfleet"]):
        from fuzz.targets import TARGETS
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m fuzz.harness {'|'.join(TARGETS)} [libFuzzer's options]")
    target = TARGETS[sys.argv.pop(1)]
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(target.seeds):
            (Path(corpus) / str(number)).write_text(seed)
        atheris.Setup([*sys.argv, corpus], one_input(target.read))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
