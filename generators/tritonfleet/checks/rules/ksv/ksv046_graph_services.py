"""KSV046: the InferenceServices that a graph calls exist."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.graphs import graphs
from tritonfleet.checks.kserve.services import inference_services
from tritonfleet.checks.lookup import refers
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

KIND = "InferenceService"


def check(world: World) -> Verdicts:
    known: dict[str, set[str]] = {}
    for service in inference_services(world) if graphs(world) else ():
        known.setdefault(service.resource.namespace, set()).add(service.resource.name)
    for graph in graphs(world):
        namespace = graph.resource.namespace
        for node in graph.nodes.values():
            for path, step in node.steps:
                yield from refers(
                    world,
                    graph.resource,
                    (*path, "serviceName"),
                    step.get("serviceName"),
                    kinds=(KIND,),
                    namespace=namespace,
                    known=known.get(namespace, ()),
                )


RULE = Rule(
    id="KSV046",
    title="The InferenceGraph calls a service that does not exist",
    severity=Severity.ERROR,
    why="The graph never becomes ready: KServe looks the InferenceService up in the graph's namespace to "
    "learn its address, and tries again for ever.",
    fix="name an InferenceService of the graph's namespace, or use `serviceUrl`",
    sources=("kserve/kserve:pkg/controller/v1alpha1/inferencegraph/controller.go",),
    check=check,
    needs=(needs.existing(KIND),),
    facts=Facts(external={KIND: ()}),
    fails="""\
apiVersion: serving.kserve.io/v1alpha1
kind: InferenceGraph
metadata: {name: ocr, namespace: prod}
spec: {nodes: {root: {routerType: Sequence, steps: [{name: crnn, serviceName: crnn}]}}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: crnn, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/crnn"}}}
---
apiVersion: serving.kserve.io/v1alpha1
kind: InferenceGraph
metadata: {name: ocr, namespace: prod}
spec: {nodes: {root: {routerType: Sequence, steps: [{name: crnn, serviceName: crnn}]}}}
""",
)
