"""``make bench``: how long things take, and against what, measured in one run on one machine.

Figures go to build/bench.json (name → value, unit, against) and to a table. Absolute times are this machine's; what
travels are the ratios, because both sides of each are measured here and now.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import packing, synthetic
from tritonfleet import paths, tools, yamlio
from tritonfleet.render.helm import Release, render, render_one
from tritonfleet.render.schemas import materialised

ROOT = Path(__file__).parents[1]
SERVICES = int(os.environ.get("BENCH_SERVICES", "1000"))
ENVIRONMENTS = 3
SAMPLE = 12
"""Services of the loop that are really run; its time is scaled up from them."""
PACKING = (packing.parvagpu_scenarios, packing.openb_fractions, packing.mixed_services)

Figure = dict[str, Any]


def main() -> None:
    """Measure everything, print it, and write it down."""
    figures: dict[str, Figure] = {}
    with tempfile.TemporaryDirectory(prefix="tritonfleet-bench-") as folder:
        os.environ["XDG_CACHE_HOME"] = _cache_with_tools(Path(folder))
        for measure in (_start, _example, _batch, _large, *PACKING):
            _say(measure.__doc__ or "")
            figures |= measure(Path(folder))
    out = ROOT / "build" / "bench.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(figures, indent=1) + "\n")
    _print(figures)


def _start(folder: Path) -> dict[str, Figure]:
    """Starting the command."""
    seconds = _median(lambda: _run("--help"), 7)
    bare = _median(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), 7)
    return {"cli.help.ms": _figure(seconds * 1000, "ms", f"an empty Python: {bare * 1000:.0f} ms")}


def _example(folder: Path) -> dict[str, Figure]:
    """Generating the example fleet, nothing kept from earlier runs."""
    times = []
    for number in range(3):
        out = folder / f"example-{number}"
        out.mkdir()
        os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(dir=folder)
        times.append(_timed(lambda out=out: _run("generate", ROOT / "fleet.yaml", "--out", out)))
    return {"generate.example.s": _figure(statistics.median(times), "s", "a cold cache, tools built")}


def _batch(folder: Path) -> dict[str, Figure]:
    """Rendering many releases in one Helm process, against one process each."""
    values = yamlio.load((ROOT / "values/prod/vision.yaml").read_text(), "vision.yaml")
    releases = [Release("triton", f"r{n}", "default", values) for n in range(40)]
    together = _timed(lambda: render(releases, jobs=1)) / len(releases)
    single = _timed(lambda: [render_one(release) for release in releases[:10]]) / 10
    against = (
        f"{single * 1000:.0f} ms a release by `helm template`, {together * 1000:.1f} ms in a batch of 40"
    )
    return {"render.batch_vs_single.ratio": _figure(single / together, "times faster", against)}


def _large(folder: Path) -> dict[str, Figure]:
    """A synthetic fleet: generate, check, edit one service, against a loop of helm and kubeconform."""
    fleet = folder / "large" / "fleet.yaml"
    fleet.parent.mkdir()
    fleet.write_text(synthetic.text(SERVICES))
    size = f"{SERVICES} services × {ENVIRONMENTS} environments"
    generated = _timed(lambda: _run("generate", fleet))
    checked = _timed(lambda: _run("check", fleet))
    edits = [_edited(fleet, number) for number in range(5)]
    loop = _loop(fleet.parent) * SERVICES * ENVIRONMENTS
    name = f"fleet{SERVICES}"
    against = (
        f"{loop:.0f} s for `helm template` and `kubeconform` on each, from {SAMPLE * ENVIRONMENTS} of them"
    )
    return {
        f"{name}.generate.s": _figure(generated, "s", f"{size}, cold"),
        f"{name}.check.s": _figure(checked, "s", f"{size}, every rule and kubeconform, after generate"),
        f"{name}.edit_one.s": _figure(statistics.median(edits), "s", f"{size}, generate after one edit"),
        f"{name}.vs_helm_loop.ratio": _figure(loop / (generated + checked), "times faster", against),
    }


def _edited(fleet: Path, number: int) -> float:
    """Seconds to generate after a change of one service."""
    data = synthetic.fleet(SERVICES)
    data["services"][f"service-{number:04}"]["replicas"] = 1
    fleet.write_text(yamlio.dump(data))
    return _timed(lambda: _run("generate", fleet))


def _loop(root: Path) -> float:
    """Seconds for one service in one environment: its values through helm, the result through kubeconform."""
    schemas = f"{materialised('1.36')}/{{{{.ResourceKind}}}}_{{{{.Group}}}}_{{{{.ResourceAPIVersion}}}}.json"
    judge = [tools.find("kubeconform"), "-strict", "-summary", "-schema-location", schemas]
    chart = paths.data_dir("charts") / "triton"

    def once() -> None:
        for environment in ("dev", "staging", "prod"):
            for number in range(SAMPLE):
                values = root / "values" / environment / f"service-{number:04}.yaml"
                command = [tools.find("helm"), "template", chart, "-f", values]
                manifests = subprocess.run(command, check=True, capture_output=True).stdout
                subprocess.run(judge, input=manifests, check=True, capture_output=True)

    return _timed(once) / (SAMPLE * ENVIRONMENTS)


def _run(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "tritonfleet", *arguments], check=True, capture_output=True)


def _cache_with_tools(folder: Path) -> str:
    """A cache of the run's own, in which the tools are found as they were before."""
    for name in ("helm", "kustomize", "kubeconform"):
        os.environ[f"TRITONFLEET_{name.upper()}"] = str(tools.find(name))
    return str(folder / "cache")


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _median(work: Callable[[], Any], times: int) -> float:
    return statistics.median(_timed(work) for _ in range(times))


def _figure(value: float, unit: str, against: str) -> Figure:
    return {"value": round(value, 3), "unit": unit, "against": against}


def _say(text: str) -> None:
    sys.stderr.write(f"measuring: {text}\n")


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
    main()
