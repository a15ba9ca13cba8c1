"""TRT008: Triton reads the whole of every number."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.suspects import suspects
from tritonfleet.checks.triton.values import cut_short, meant, refusal
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server, flag in suspects(world):
        if flag.option is None or flag.text is None or refusal(flag.option, flag.text):
            continue
        read = cut_short(flag.option, flag.text)
        number = None if read is None else meant(flag.text)
        if read is not None and number != read:
            fix = f"write {number}" if number is not None else "write a whole number in digits"
            message = f"`--{flag.name}` is `{flag.text}`, of which Triton reads {read}"
            yield Breach(server.resource, flag.value_path, message, fix)


RULE = Rule(
    id="TRT008",
    title="Triton reads only the beginning of the number",
    severity=Severity.ERROR,
    why="Triton stops at the first character that is no digit and says nothing: `1e+06`, which Helm "
    "makes of a large number, is 1, and `256MB` is 256 bytes. The server starts with a limit, "
    "pool or port that nobody asked for.",
    fix="write the number in digits, and quote it where a template could reformat it",
    sources=(
        "triton-inference-server/server:src/command_line_parser.cc, StringTo",
        "helm/helm#12195",
        "helm/helm#13254",
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
        args: [tritonserver, --model-repository=gs://models, --pinned-memory-pool-byte-size=2.68435456e+08]
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
        args: [tritonserver, --model-repository=gs://models, --pinned-memory-pool-byte-size=268435456]
""",
)
