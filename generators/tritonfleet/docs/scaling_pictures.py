"""``python -m tritonfleet.docs.scaling_pictures``: the pictures of docs/scaling.md.

They depend on matplotlib's release, so they are written by hand and not held against drift.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tritonfleet.docs.scaling_runs import EXPERIMENTS, outcomes, serving
from tritonfleet.plotting import Look
from tritonfleet.simulator.drawing import draw

FOLDER = Path("docs", "pictures")
LOOK = Look(width=820, height=170)


def main() -> int:
    """Write a picture an experiment."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, experiment in EXPERIMENTS.items():
        chosen = [outcome for outcome in outcomes(name) if outcome.policy in experiment.drawn]
        path = FOLDER / f"scaling-{name}.svg"
        path.write_bytes(draw(chosen, serving().within, LOOK, experiment.panels))
        sys.stdout.write(f"wrote {path}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
