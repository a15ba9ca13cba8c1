"""TRT001: Triton knows every flag of its command line."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.triton.options import catalogue
from tritonfleet.checks.triton.suspects import suspects
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    from tritonfleet.suggest import suggest

    for server, flag in suspects(world):
        if flag.option is None and " " not in flag.written and flag.written not in catalogue().options:
            if server.release is not None and server.release > catalogue().newest:
                yield Undecided(f"the flags of Triton {server.release}, which are not in the catalogue yet")
                continue
            named = f"`--{flag.written}`" if flag.dashes == 2 else f"`-{flag.written}`"
            hint = suggest(flag.written, list(catalogue().options))
            near = hint.replace("`", "`--", 1) if hint.startswith("did you mean") else ""
            yield Breach(server.resource, flag.path, f"tritonserver has no flag {named}", near)


RULE = Rule(
    id="TRT001",
    title="Triton has no such flag",
    severity=Severity.ERROR,
    why="Triton prints its usage and `unrecognized option`, exits with code 1, and the pod goes into "
    "CrashLoopBackOff at once. A typo is enough, and so is a flag of another program.",
    fix="correct the flag, or remove it",
    sources=("triton-inference-server/server:src/command_line_parser.cc",),
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
        args: [tritonserver, --model-repository=gs://models, --model-control=explicit, --http-prot=8000]
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
        args: [tritonserver, --model-repository=gs://models, --http-port=8000]
""",
)
