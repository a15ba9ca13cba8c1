"""TRT077: every metrics setting is one that Triton reads."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.triton.options import catalogue
from tritonfleet.checks.world import World

_OFF_ANYWAY = {("histogram_latencies", "false"), ("summary_latencies", "false")}
"""Settings that ask an older release for what it does anyway."""


def check(world: World) -> Verdicts:
    for server in servers(world):
        for flag in server.flags("metrics-config"):
            name, joined, given = (flag.text or "").partition("=")
            if joined and given and "," not in name:
                message, fix = _problem(server, name, given)
                if message:
                    yield Breach(server.resource, flag.value_path, message, fix)


def _problem(server: Server, name: str, given: str) -> tuple[str, str]:
    from tritonfleet.suggest import suggest

    setting = catalogue().metrics_settings.get(name)
    if setting is None:
        return f"Triton has no metrics setting `{name}`", suggest(name, catalogue().metrics_settings)
    if server.release is not None and server.release < setting.since and (name, given) not in _OFF_ANYWAY:
        return (
            f"`{name}` came with Triton {setting.since}, the image is {server.release}",
            "use a later image",
        )
    if setting.values and given not in setting.values:
        return f"`{name}` is `{given}`, which Triton passes over", f"write {' or '.join(setting.values)}"
    if name == "summary_quantiles" and not all(":" in pair for pair in given.split(",")):
        return (
            f"`{name}` is `{given}`, expected <quantile>:<error>[,…]",
            "write, for example, 0.5:0.05,0.99:0.001",
        )
    return "", ""


RULE = Rule(
    id="TRT077",
    title="Triton passes over a metrics setting",
    severity=Severity.WARNING,
    why="Triton reads a few settings of `--metrics-config`, each from some release on, and only "
    "`true` or `false` in small letters; anything else is ignored without a word, and the metric "
    "that a dashboard waits for never comes.",
    fix="write a setting that the release reads, with true or false",
    sources=(
        "triton-inference-server/core:src/metric_model_reporter.cc@r26.06",
        "triton-inference-server/server:docs/user_guide/metrics.md",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models, --metrics-config=histogram_latency=true]
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models, --metrics-config=histogram_latencies=true]
""",
)
