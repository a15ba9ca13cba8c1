"""TRT004: no flag is deprecated."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.arguments import Flag, as_switch
from tritonfleet.checks.triton.server import Server
from tritonfleet.checks.triton.suspects import suspects
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server, flag in suspects(world):
        option = flag.option
        if option is None or option.deprecated is None or _beside_its_successor(server, flag):
            continue
        if server.release is None or server.release >= option.deprecated:
            message = f"`--{option.name}` is deprecated since Triton {option.deprecated}"
            yield Breach(server.resource, flag.path, message, _fix(flag))


def _beside_its_successor(server: Server, flag: Flag) -> bool:
    """Whether Triton does not start at all for the two: that is the matter of TRT062."""
    return flag.name == "response-cache-byte-size" and bool(server.flags("cache-config"))


def _fix(flag: Flag) -> str:
    option = flag.option
    if option is None or option.type != "bool" or flag.text is None or as_switch(flag.text):
        return f"write `{option.instead}` in its place" if option else ""
    return "remove it: this is what Triton does by itself"


RULE = Rule(
    id="TRT004",
    title="The flag is deprecated",
    severity=Severity.WARNING,
    why="Triton still takes it and logs a warning; a later release will not, and the pod will then exit "
    "with `unrecognized option` on an upgrade.",
    fix="write what took its place",
    sources=(
        "triton-inference-server/server:src/command_line_parser.cc, case OPTION_STRICT_MODEL_CONFIG",
        "triton-inference-server/server:docs/user_guide/response_cache.md",
        "triton-inference-server/server:docs/user_guide/trace.md",
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
        args: [tritonserver, --model-repository=gs://models, --strict-model-config=true]
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
        args: [tritonserver, --model-repository=gs://models, --disable-auto-complete-config]
""",
)
