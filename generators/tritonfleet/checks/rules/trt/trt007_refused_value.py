"""TRT007: every value is one that its flag takes."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.texts import left_by_template
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.arguments import Flag
from tritonfleet.checks.triton.suspects import suspects
from tritonfleet.checks.triton.values import refusal
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server, flag in suspects(world):
        expected = refusal(flag.option, flag.text) if flag.option and flag.text is not None else ""
        if expected and not _is_a_flag(flag) and not _is_unfilled(flag.text or ""):
            message = f"`--{flag.name}` is {_shown(flag)}, Triton expects {expected}"
            yield Breach(server.resource, flag.value_path, message, f"write {expected}")


def _is_a_flag(flag: Flag) -> bool:
    return not flag.joined and (flag.text or "").startswith("--")


def _is_unfilled(text: str) -> bool:
    """Whether a variable or a template was to give the value, as K8S047, TRT012 and K8S054 say."""
    return "$" in text or bool(left_by_template(text))


def _shown(flag: Flag) -> str:
    return f"`{flag.text}`" if flag.text else "empty"


RULE = Rule(
    id="TRT007",
    title="Triton refuses the flag's value",
    severity=Severity.ERROR,
    why="The value cannot be read, or is out of range. Triton says `Bad option` or `invalid argument` "
    "with the flag's name, exits with code 1, and the pod goes into CrashLoopBackOff.",
    fix="write a value that the flag takes",
    sources=(
        "triton-inference-server/server:src/command_line_parser.cc",
        "triton-inference-server/server:docs/user_guide/metrics.md",
        "triton-inference-server/server:docs/user_guide/response_cache.md",
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
        args: [tritonserver, --model-repository=gs://models, --model-control-mode=auto, --allow-metrics=yes]
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
        args: [tritonserver, --model-repository=gs://models, --model-control-mode=none, --allow-metrics=true]
""",
)
