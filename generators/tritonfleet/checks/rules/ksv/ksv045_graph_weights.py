"""KSV045: the weights of a Splitter add up to 100."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.graphs import Graph, Node, graphs
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for graph in graphs(world):
        for node in graph.nodes.values():
            if node.router == "Splitter":
                yield from _weights(graph, node)


def _weights(graph: Graph, node: Node) -> Verdicts:
    total = 0
    for number, (path, step) in enumerate(node.steps):
        weight = step.get("weight")
        if weight is None:
            yield Breach(graph.resource, path, f"step {number} of the Splitter {node.name} has no `weight`")
            return
        if not isinstance(weight, int) or isinstance(weight, bool):
            return
        total += weight
    if total != 100:
        message = f"the weights of the Splitter {node.name} add up to {total}"
        yield Breach(graph.resource, (*node.path, "steps"), message)


RULE = Rule(
    id="KSV045",
    title="The Splitter's weights are not 100 together",
    severity=Severity.ERROR,
    why="The webhook refuses the InferenceGraph: `the sum of traffic weights for all routing targets "
    "should be 100`.",
    fix="give every step a `weight`, 100 in all",
    sources=("kserve/kserve:pkg/apis/serving/v1alpha1/inference_graph_validation.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1alpha1
kind: InferenceGraph
metadata: {name: ab, namespace: prod}
spec:
  nodes:
    root:
      routerType: Splitter
      steps:
        - {name: a, serviceUrl: "http://resnet-a-predictor.prod", weight: 80}
        - {name: b, serviceUrl: "http://resnet-b-predictor.prod", weight: 10}
""",
    passes="""\
apiVersion: serving.kserve.io/v1alpha1
kind: InferenceGraph
metadata: {name: ab, namespace: prod}
spec:
  nodes:
    root:
      routerType: Splitter
      steps:
        - {name: a, serviceUrl: "http://resnet-a-predictor.prod", weight: 90}
        - {name: b, serviceUrl: "http://resnet-b-predictor.prod", weight: 10}
""",
)
