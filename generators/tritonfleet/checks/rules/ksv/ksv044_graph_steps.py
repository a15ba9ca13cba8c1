"""KSV044: each step of an InferenceGraph has a name of its own and one target."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.graphs import TARGETS, Graph, Node, graphs
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for graph in graphs(world):
        for node in graph.nodes.values():
            yield from _steps(graph, node)


def _steps(graph: Graph, node: Node) -> Verdicts:
    names: set[str] = set()
    for number, (path, step) in enumerate(node.steps):
        targets = [field for field in TARGETS if step.get(field)]
        if len(targets) != 1:
            listed = ", ".join(f"`{target}`" for target in targets)
            message = f"step {number} of node {node.name} has " + (
                f"{len(targets)} targets: {listed}" if listed else "no target"
            )
            yield Breach(graph.resource, path, message)
        name = step.get("name")
        if isinstance(name, str) and name in names:
            message = f"node {node.name} has two steps named {name}"
            yield Breach(graph.resource, (*path, "name"), message, "rename one")
        elif isinstance(name, str) and name:
            names.add(name)
        if node.router == "Switch" and not step.get("condition") and number < len(node.steps) - 1:
            message = f"step {number} of the Switch {node.name} has no `condition`, and more steps follow"
            yield Breach(graph.resource, path, message, "give it a condition", severity=Severity.WARNING)


RULE = Rule(
    id="KSV044",
    title="A step of the InferenceGraph is ambiguous",
    severity=Severity.ERROR,
    why="The webhook refuses a graph whose step has no target (`does not specify an inference target`) "
    "or several, or whose node has two steps of one name (`contains more than one step with name`): the "
    "ensemble's answers are keyed by it. A step of a Switch without a condition is never taken.",
    fix="give the step one of `serviceName`, `serviceUrl` and `nodeName`",
    sources=(
        "kserve/kserve:pkg/apis/serving/v1alpha1/inference_graph_validation.go",
        "kserve/kserve:cmd/router/main.go",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1alpha1
kind: InferenceGraph
metadata: {name: ocr, namespace: prod}
spec:
  nodes:
    root: {routerType: Sequence, steps: [{name: crnn, data: $response}]}
""",
    passes="""\
apiVersion: serving.kserve.io/v1alpha1
kind: InferenceGraph
metadata: {name: ocr, namespace: prod}
spec:
  nodes:
    root: {routerType: Sequence, steps: [{name: crnn, serviceUrl: "http://crnn-predictor.prod"}]}
""",
)
