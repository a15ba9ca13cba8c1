"""Starting Helm so that nothing but its arguments decides what it renders, and reading its errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tritonfleet import tools
from tritonfleet.errors import Location, Problem
from tritonfleet.render.chart import Chart, Release
from tritonfleet.render.process import Output, run, without


def helm(*arguments: str | Path, kube_version: str | None = None) -> Output:
    """Run Helm. Plugins, a kubeconfig and HELM_* settings of the user are kept away from it."""
    return helm_run(*arguments, kube_version=kube_version)()


def helm_run(*arguments: str | Path, kube_version: str | None = None) -> Callable[[], Output]:
    """The same, for a thread to start: Helm is found here, which is nothing for threads, for it reads YAML."""
    env = without("HELM_") | {"HELM_PLUGINS": "/dev/null", "KUBECONFIG": "/dev/null"}
    # A short-lived process gains more from collecting garbage less often than from a small heap.
    env.setdefault("GOGC", "400")
    version = ["--kube-version", kube_version] if kube_version else []
    return partial(run, tools.find("helm"), [*arguments, *version], env=env)


def failure(release: Release, chart: Chart, stderr: str) -> Problem:
    """Helm's account of a template that failed, as one line, placed in the chart's own file."""
    text = stderr[max(0, stderr.find("Error: ")) :].removeprefix("Error: ")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    error = " ".join(line for line in lines if not line.startswith("Use --debug flag"))
    location = None
    if places := list(_PLACE.finditer(error)):
        at = max(places, key=lambda place: (bool(place["line"]), place.start()))
        file = chart.folder / at["template"].split("/", 1)[1]
        location = Location(str(file), int(at["line"] or 0), int(at["column"] or 0))
    message = _PREAMBLE.sub("", error) or "helm failed without a word"
    return Problem(f"release {release.name}: {message}", location)


_PLACE = re.compile(r'(?P<template>[^\s():"]+/templates/[^\s():"]+)(:(?P<line>\d+))?(:(?P<column>\d+))?')
_PREAMBLE = re.compile(
    r"^(execution error at \(\S+\): |parse error at \(\S+\): |YAML parse error on \S+: "
    r'|template: \S+: executing "[^"]*" at <[^>]*>: )'
)
"""How Helm 3 and 4 begin an error before they say what is wrong (helm/helm:pkg/engine/engine.go)."""
