"""TRT080: a server that lives on beside a failed model can also become ready."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.arguments import as_switch
from tritonfleet.checks.triton.probes import READY, probe_of
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        flag = server.flag("exit-on-error")
        waits = probe_of(world, server, "readinessProbe")
        if flag is None or waits is None or waits.http != READY or as_switch(flag.text or "") is not False:
            continue
        if server.switched("strict-readiness", default=True):
            message = (
                "with `--exit-on-error=false` and strict readiness, one failed model keeps the pod unready"
            )
            yield Breach(server.resource, flag.path, message)


RULE = Rule(
    id="TRT080",
    title="One model that fails to load keeps all others from serving",
    severity=Severity.WARNING,
    why="`--exit-on-error=false` lets the server live with the models that did load, but strict "
    "readiness, the default, says not ready while one has failed. The pod runs, logs nothing "
    "more, and never gets a request.",
    fix="set `--strict-readiness=false`, or let Triton exit on errors",
    sources=(
        "triton-inference-server/server:src/command_line_parser.cc, OPTION_STRICT_READINESS",
        "triton-inference-server/server:docs/user_guide/model_management.md",
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
        args: [tritonserver, --model-repository=gs://models, --exit-on-error=false]
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
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
        args: [tritonserver, --model-repository=gs://models, --exit-on-error=false, --strict-readiness=false]
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
""",
)
