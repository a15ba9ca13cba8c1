"""``make bench``: how long things take, and against what, measured in one run on one machine.

Figures go to build/bench.json (name → value, unit, against) and to a table. Absolute times are this machine's; what
travels are the ratios, because both sides of each are measured here and now. ``python -m bench check`` measures that
alone, and leaves the other figures of the file as they are.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench import checks, fleets, packing, simulator
from bench.measuring import ROOT, Figure
from tritonfleet import tools

MEASUREMENTS: Mapping[str, Callable[[Path], dict[str, Figure]]] = {
    "start": fleets.starting,
    "example": fleets.example,
    "batch": fleets.batch,
    "large": fleets.large,
    "check": checks.many_objects,
    "parvagpu": packing.parvagpu_scenarios,
    "openb": packing.openb_fractions,
    "mixed": packing.mixed_services,
    "simulation": simulator.speed,
    "simulator": simulator.queues,
}


def main(names: Sequence[str]) -> int:
    """Measure what is named, or everything; print it, and write it down. Exit status 2: a name is unknown."""
    if unknown := [name for name in names if name not in MEASUREMENTS]:
        known = ", ".join(MEASUREMENTS)
        sys.stderr.write(f"no measurement is called {', '.join(unknown)} (there are: {known})\n")
        return 2
    figures: dict[str, Figure] = {}
    with tempfile.TemporaryDirectory(prefix="tritonfleet-bench-") as folder:
        os.environ["XDG_CACHE_HOME"] = _cache_with_tools(Path(folder))
        for name in names or MEASUREMENTS:
            measure = MEASUREMENTS[name]
            sys.stderr.write(f"measuring: {measure.__doc__}\n")
            figures |= measure(Path(folder))
    _write(figures, ROOT / "build" / "bench.json", anew=not names)
    _print(figures)
    return 0


def _cache_with_tools(folder: Path) -> str:
    """A cache of the run's own, in which the tools are found as they were before."""
    for name in ("helm", "kustomize", "kubeconform"):
        os.environ[f"TRITONFLEET_{name.upper()}"] = str(tools.find(name))
    return str(folder / "cache")


def _write(figures: dict[str, Figure], file: Path, *, anew: bool) -> None:
    """Write the figures down; what was measured before stays beside them unless ``anew``."""
    before = json.loads(file.read_text()) if file.exists() and not anew else {}
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(before | figures, indent=1) + "\n")


def _print(figures: dict[str, Figure]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("figure", box=None, pad_edge=False)
    table.add_column("value", justify="right")
    table.add_column("unit")
    table.add_column("against")
    for name, figure in figures.items():
        table.add_row(name, f"{figure['value']:g}", figure["unit"], figure["against"])
    Console(width=160, highlight=False).print(table)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
