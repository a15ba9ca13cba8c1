"""``tritonfleet schema``: the JSON schema of a fleet file, with partial types for overrides."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tritonfleet.spec.schema import fleet_schema


def run_schema(output: Path | None, *, only_compare: bool) -> int:
    """Print or write the schema; with ``only_compare`` the exit code says whether the file is up to date."""
    text = json.dumps(fleet_schema(), indent=1) + "\n"
    if output is None:
        sys.stdout.write(text)
    elif only_compare:
        if output.exists() and output.read_text() == text:
            return 0
        sys.stderr.write(f"{output} differs from the types: run `tritonfleet schema -o {output}`\n")
        return 1
    else:
        output.write_text(text, encoding="utf-8")
    return 0
