"""MON131: a model that a query asks for is served."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import known_uses
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.sets import model_sets
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    used = [known for known in known_uses(world) if known.metric.exporter == "triton"]
    models = _models(world) if used else None
    if not models:
        return
    for known in used:
        matcher = known.use.selector.matcher("model")
        name = matcher.literal if matcher else None
        if name and name not in models:
            from tritonfleet.suggest import suggest

            message = f"no server among the manifests has a model `{name}`"
            yield known.query.breach(message, suggest(name, models), at="model")


def _models(world: World) -> frozenset[str] | None:
    """The models of all servers; None unless the repositories of all of them are known to the last model."""
    sets = [each for each in world.derived(model_sets) if each.server is not None]
    covered = {id(each.server) for each in sets if each.complete}
    if not sets or any(id(server) not in covered for server in servers(world)):
        return None
    return frozenset(name for each in sets for name in (*each.folders, *each.models))


RULE = Rule(
    id="MON131",
    title="A query asks for a model that no server has",
    severity=Severity.ERROR,
    why="A model was renamed or moved, and the query was not: it matches nothing, and that is no "
    "error. The alert is silent and the autoscaler sees an idle model.",
    fix="use the name of the model's folder in the repository",
    sources=(
        "kedacore/keda#3065",
        "triton-inference-server/server:docs/user_guide/model_configuration.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: models-7c1d90b2, namespace: prod}
data:
  bert.config.pbtxt: |
    name: "bert"
    backend: "onnxruntime"
    max_batch_size: 8
---
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
        image: nvcr.io/nvidia/tritonserver:26.01-py3
        args: [tritonserver, --model-repository=/models, --metrics-config=histogram_latencies=true]
        volumeMounts: [{name: models, mountPath: /models/bert}]
      volumes:
      - {name: models, configMap: {name: models-7c1d90b2, items: [{key: bert.config.pbtxt, path: config.pbtxt}]}}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        sum(rate(nv_inference_request_failure{model="brt"}[5m])) > 1
      for: 5m
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: models-7c1d90b2, namespace: prod}
data:
  bert.config.pbtxt: |
    name: "bert"
    backend: "onnxruntime"
    max_batch_size: 8
---
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
        image: nvcr.io/nvidia/tritonserver:26.01-py3
        args: [tritonserver, --model-repository=/models, --metrics-config=histogram_latencies=true]
        volumeMounts: [{name: models, mountPath: /models/bert}]
      volumes:
      - {name: models, configMap: {name: models-7c1d90b2, items: [{key: bert.config.pbtxt, path: config.pbtxt}]}}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        sum(rate(nv_inference_request_failure{model="bert"}[5m])) > 1
      for: 5m
""",
)
