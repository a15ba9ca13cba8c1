"""KSV043: an InferenceGraph starts somewhere, and every node it leads to exists."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.graphs import ROOT, Graph, graphs
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.suggest import suggest


def check(world: World) -> Verdicts:
    for graph in graphs(world):
        if ROOT not in graph.nodes:
            message = f"there is no node `{ROOT}`, only {', '.join(graph.nodes) or 'none'}"
            yield Breach(graph.resource, ("spec", "nodes"), message, f"call the first node {ROOT}")
        for node in graph.nodes.values():
            for path, step in node.steps:
                target = step.get("nodeName")
                if isinstance(target, str) and target and target not in graph.nodes:
                    message = f"there is no node `{target}` in the graph"
                    yield Breach(graph.resource, (*path, "nodeName"), message, suggest(target, graph.nodes))
        circle = _circle(graph)
        if circle:
            message = f"the nodes {' → '.join(circle)} call each other for ever"
            path = graph.nodes[circle[0]].path
            yield Breach(graph.resource, path, message, "let the last of them call a service")


def _circle(graph: Graph) -> list[str]:
    """Nodes of the first circle that requests can reach; empty when there is none."""
    done: set[str] = set()
    trail: list[str] = []
    pending = [(ROOT, True)]
    while pending:
        name, entering = pending.pop()
        if not entering:
            done.add(trail.pop())
        elif name in trail:
            return [*trail[trail.index(name) :], name]
        elif name in graph.nodes and name not in done:
            trail.append(name)
            pending.append((name, False))
            targets = (str(step.get("nodeName") or "") for _, step in graph.nodes[name].steps)
            pending.extend((target, True) for target in targets if target)
    return []


RULE = Rule(
    id="KSV043",
    title="The InferenceGraph leads nowhere",
    severity=Severity.ERROR,
    why="The webhook refuses a graph without a node named root: `root node not found`. A step to a node "
    "that does not exist, or a circle of nodes, is admitted and fails at the first request: the router "
    "answers 500, or calls itself until it runs out of memory.",
    fix="name a node of this graph",
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
    root: {routerType: Sequence, steps: [{nodeName: recognise, name: first}]}
    recognize: {routerType: Sequence, steps: [{serviceUrl: "http://crnn-predictor.prod", name: crnn}]}
""",
    passes="""\
apiVersion: serving.kserve.io/v1alpha1
kind: InferenceGraph
metadata: {name: ocr, namespace: prod}
spec:
  nodes:
    root: {routerType: Sequence, steps: [{nodeName: recognize, name: first}]}
    recognize: {routerType: Sequence, steps: [{serviceUrl: "http://crnn-predictor.prod", name: crnn}]}
""",
)
