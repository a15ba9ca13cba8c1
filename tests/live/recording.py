"""The run that the live tests ask about: two servers of one service under load, watched by a Prometheus.

It is made once (about a minute) and kept as Prometheus' own data, so that every question is asked of the same moments:
before the load, at its end, with one server gone, with both gone. What is real: Triton, with the flags, models and
configurations that tritonfleet generates for a fleet; Prometheus, with the generated rules and the scrape configuration
that Prometheus Operator makes of the generated ServiceMonitors. What is not: intervals are a second instead of quarters
and halves of a minute; alerts do not wait (``for``), which is what promtool's tests look at; quantiles by summaries are
on beside the histogram, so that one run shows both; and `live.exporters` and `live.model_code` say what stands in for
whom.

``TRITONFLEET_TRITONSERVER=<folder>`` judges another Triton: an installation laid out as ``tritonfleet tools install
tritonserver`` makes it. It has to be of release 26.01 or later: nothing stands in for its histogram then.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Self

from live import exporters
from live.fleet import NAMESPACE, SERVICE, Generated, fleet, generate
from live.repository import write_repository
from live.samples import PODS
from live.traffic import requests
from live.watching import rule_groups, scrapes
from support.load import Answer, drive
from support.prometheus import Prometheus, Settings, wait_for
from support.tritonserver import Server
from tritonfleet.tools import tritonserver
from tritonfleet.tools.tritonserver import TritonServer

OWN = f'namespace="{NAMESPACE}",job="{SERVICE}"'
OURS = ("model-repository", "exit-on-error", "exit-timeout-secs", "allow-gpu-metrics", "http-port", "grpc-port",
        "metrics-port")  # fmt: skip
"""Flags that `support.tritonserver` has to set itself."""


@dataclass(frozen=True)
class Recording:
    """What came of the run.

    Seconds since 1970: ``idle`` before the load, ``loaded`` when all of it was scraped, ``halved`` with one server
    gone, ``broken`` with both gone. ``rules`` as Prometheus had them at ``loaded``; ``exposed``: each server's metrics.
    """

    idle: float
    loaded: float
    halved: float
    broken: float
    answers: Sequence[Answer]
    rules: Sequence[Settings]
    exposed: Mapping[str, str]

    @property
    def busy(self) -> float:
        """A moment of the load, near its end."""
        return max(answer.sent for answer in self.answers) - 2

    def of(self, model: str) -> list[Answer]:
        """The answers of a model."""
        return [answer for answer in self.answers if answer.model == model]

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, file: Path) -> Self:
        found = json.loads(file.read_text())
        return cls(**found | {"answers": [Answer(**each) for each in found["answers"]]})


def record(folder: Path) -> Recording:
    """Make the run in a folder; Prometheus' data is in ``folder / "prometheus" / "data"`` afterwards."""
    tree = generate(folder / "fleet", fleet())
    other = another_triton()
    repository = write_repository(tree, folder / "repository", stand_in=other is None)
    (folder / "prometheus").mkdir()
    with ExitStack() as stack:
        servers = {pod: Server(repository, folder / pod, *flags(tree), installation=other) for pod in PODS}
        around = stack.enter_context(exporters.answering())
        watching = Prometheus(folder / "prometheus", scrapes(tree, servers, around), rule_groups(tree))
        running = [stack.enter_context(ExitStack()) for _ in servers]
        with ThreadPoolExecutor(len(servers)) as pool:
            list(pool.map(lambda place, server: place.enter_context(server), running, servers.values()))
        for server in servers.values():
            assert all(server.verdicts().values()), server.log[-3000:]
            server.metrics()
        stack.enter_context(watching)
        found = _watched(watching, servers, running)
    found.write(folder / "recording.json")
    return found


def _watched(watching: Prometheus, servers: Mapping[str, Server], running: Sequence[ExitStack]) -> Recording:
    wait_for("three scrapes", lambda: (watching.one(f"min(count_over_time(up{{{OWN}}}[1m]))") or 0) >= 3)
    idle = _scraped(watching, time.time())
    _scraped(watching, idle)
    answers = drive(requests([server.http_port for server in servers.values()]))
    loaded = _scraped(watching, max(answer.ended for answer in answers) + 2)
    rules, exposed = watching.rules(), {pod: server.metrics() for pod, server in servers.items()}
    halved, broken = (_without(watching, pod, place) for pod, place in zip(PODS, running, strict=True))
    return Recording(idle, loaded, halved, broken, answers, rules, exposed)


def _without(watching: Prometheus, pod: str, place: ExitStack) -> float:
    """A moment at which the pod's server was stopped, and that was seen."""
    place.close()
    wait_for(f"{pod} to be missed", lambda: watching.one(f'up{{{OWN},pod="{pod}"}}') == 0)
    return _scraped(watching, time.time())


def _scraped(watching: Prometheus, moment: float) -> float:
    """A moment at which every target had been scraped, and then every rule evaluated, after ``moment``."""
    last = f"min(timestamp(up{{{OWN}}}))"
    wait_for("a scrape", lambda: (watching.one(last) or 0) > moment + 1.5)
    return time.time()


def another_triton() -> TritonServer | None:
    """The installation that ``TRITONFLEET_TRITONSERVER`` names."""
    home = os.environ.get("TRITONFLEET_TRITONSERVER")
    if not home:
        return None
    found = tritonserver.find()
    ours = found.python.parent
    places = {each.name: Path(home) / getattr(found, each.name).relative_to(ours) for each in fields(found)}
    return replace(found, **places)


def flags(tree: Generated) -> list[str]:
    """The flags of the chart, but those that the place decides."""
    chart = [flag for flag in tree.arguments if flag.lstrip("-").partition("=")[0] not in OURS]
    off, on = (f"--metrics-config=summary_latencies={state}" for state in ("false", "true"))
    assert off in chart
    return [on if flag == off else flag for flag in chart]
