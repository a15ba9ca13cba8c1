"""How long the commands on fleets take: starting, generating, rendering in batches, a thousand services."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from bench import synthetic
from bench.measuring import ROOT, Figure, figure, median, run, timed
from tritonfleet import paths, tools, yamlio
from tritonfleet.render.helm import Release, render, render_one
from tritonfleet.render.schemas import materialised

SERVICES = int(os.environ.get("BENCH_SERVICES", "1000"))
ENVIRONMENTS = 3
SAMPLE = 12
"""Services of the loop that are really run; its time is scaled up from them."""


def starting(folder: Path) -> dict[str, Figure]:
    """Starting the command."""
    seconds = median(lambda: run("--help"), 7)
    bare = median(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), 7)
    return {"cli.help.ms": figure(seconds * 1000, "ms", f"an empty Python: {bare * 1000:.0f} ms")}


def example(folder: Path) -> dict[str, Figure]:
    """Generating the example fleet, nothing kept from earlier runs."""
    times = []
    for number in range(3):
        out = folder / f"example-{number}"
        out.mkdir()
        os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(dir=folder)
        times.append(timed(partial(run, "generate", ROOT / "fleet.yaml", "--out", out)))
    return {"generate.example.s": figure(statistics.median(times), "s", "a cold cache, tools built")}


def batch(folder: Path) -> dict[str, Figure]:
    """Rendering many releases in one Helm process, against one process each."""
    values = yamlio.load((ROOT / "values/prod/vision.yaml").read_text(), "vision.yaml")
    releases = [Release("triton", f"r{n}", "default", values) for n in range(40)]
    together = timed(lambda: render(releases, jobs=1)) / len(releases)
    single = timed(lambda: [render_one(release) for release in releases[:10]]) / 10
    against = (
        f"{single * 1000:.0f} ms a release by `helm template`, {together * 1000:.1f} ms in a batch of 40"
    )
    return {"render.batch_vs_single.ratio": figure(single / together, "times faster", against)}


def large(folder: Path) -> dict[str, Figure]:
    """A synthetic fleet: generate, check, edit one service, against a loop of helm and kubeconform."""
    fleet = folder / "large" / "fleet.yaml"
    fleet.parent.mkdir()
    fleet.write_text(synthetic.text(SERVICES))
    size = f"{SERVICES} services × {ENVIRONMENTS} environments"
    generated = timed(lambda: run("generate", fleet))
    checked = timed(lambda: run("check", fleet))
    edits = [_edited(fleet, number) for number in range(5)]
    loop = _loop(fleet.parent) * SERVICES * ENVIRONMENTS
    name = f"fleet{SERVICES}"
    against = (
        f"{loop:.0f} s for `helm template` and `kubeconform` on each, from {SAMPLE * ENVIRONMENTS} of them"
    )
    return {
        f"{name}.generate.s": figure(generated, "s", f"{size}, cold"),
        f"{name}.check.s": figure(checked, "s", f"{size}, every rule and kubeconform, after generate"),
        f"{name}.edit_one.s": figure(statistics.median(edits), "s", f"{size}, generate after one edit"),
        f"{name}.vs_helm_loop.ratio": figure(loop / (generated + checked), "times faster", against),
    }


def _edited(fleet: Path, number: int) -> float:
    """Seconds to generate after a change of one service."""
    data = synthetic.fleet(SERVICES)
    data["services"][f"service-{number:04}"]["replicas"] = 1
    fleet.write_text(yamlio.dump(data))
    return timed(lambda: run("generate", fleet))


def _loop(root: Path) -> float:
    """Seconds for one service in one environment: its values through helm, the result through kubeconform."""
    schemas = f"{materialised('1.36')}/{{{{.ResourceKind}}}}_{{{{.Group}}}}_{{{{.ResourceAPIVersion}}}}.json"
    judge: list[str | Path] = [tools.find("kubeconform"), "-strict", "-summary", "-schema-location", schemas]
    chart = paths.data_dir("charts") / "triton"

    def once() -> None:
        for environment in ("dev", "staging", "prod"):
            for number in range(SAMPLE):
                values = root / "values" / environment / f"service-{number:04}.yaml"
                command: list[str | Path] = [tools.find("helm"), "template", chart, "-f", values]
                manifests = subprocess.run(command, check=True, capture_output=True).stdout
                subprocess.run(judge, input=manifests, check=True, capture_output=True)

    return timed(once) / (SAMPLE * ENVIRONMENTS)
