"""Questions of the project as panels ask them: chosen by the dashboard's variables, over Grafana's window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tritonfleet.dashboards.views import WINDOW, Ask, Choice, Line, Shape, Step, Tone, View
from tritonfleet.queries import Parameter, Subject, query

_CHOSEN = {
    Subject.SERVICE: 'namespace=~"$namespace",job=~"$job"',
    Subject.WORKLOAD: 'namespace=~"$namespace",deployment=~"$job"',
    Subject.PODS: 'namespace=~"$namespace",pod=~"$job-[0-9a-z]+-[0-9a-z]{5}"',
    Subject.AUTOSCALER: 'namespace=~"$namespace",horizontalpodautoscaler=~"(keda-hpa-)?$job"',
    Subject.SCALED_OBJECT: 'scaledObject=~"$job"',
    Subject.SCALED_RESOURCE: 'scaledResource=~"$job"',
    Subject.GPU: 'hostname=~"$hostname"',
}
_WORDLESS: Mapping[str, str] = MappingProxyType({})
_NONE: Mapping[str, Parameter] = MappingProxyType({})
CLUSTER_MATCHER = 'cluster=~"$cluster"'
MODEL = 'model=~"$model"'

CLUSTER = Choice(
    "cluster", "Cluster", "cluster", "up", "Clusters, where series carry their name; All without.", ".*"
)
NAMESPACE = Choice(
    "namespace",
    "Namespace",
    "namespace",
    f"nv_inference_request_success{{{CLUSTER_MATCHER}}}",
    "Namespaces with a Triton.",
)
JOB = Choice(
    "job",
    "Service",
    "job",
    f'nv_inference_request_success{{{CLUSTER_MATCHER},namespace=~"$namespace"}}',
    "Services: the label `job`.",
)
MODELS = Choice(
    "model",
    "Model",
    "model",
    f"nv_inference_request_success{{{CLUSTER_MATCHER},{_CHOSEN[Subject.SERVICE]}}}",
    "Models of the service, steps of ensembles too.",
    ".*",
)


def chosen(subject: Subject, *matchers: str) -> str:
    """The inside of the braces for what the dashboard's variables choose."""
    return ",".join((CLUSTER_MATCHER, _CHOSEN[subject], *matchers))


def ask(
    name: str,
    legend: str = "",
    by: Sequence[str] = (),
    *matchers: str,
    line: Line = Line.PLAIN,
    tone: Tone | None = None,
    otherwise: str = "",
    parameters: Mapping[str, Parameter] = _NONE,
) -> Ask:
    """A query of the project, by labels, with further matchers. Raises InputError for an unknown one.

    ``otherwise``: the query that takes its place for whom this one has no answer.
    """
    found = query(name)
    names = (name, otherwise) if otherwise else (name,)
    expression = " or ".join(
        query(each).expression(chosen(found.subject, *matchers), WINDOW, by, entry="", **parameters)
        for each in names
    )
    return Ask(expression, legend, line, found.unit.grafana, tone)


def view(
    name: str,
    legend: str,
    by: Sequence[str] = (),
    *matchers: str,
    title: str = "",
    more: Sequence[Ask] = (),
    note: str = "",
    shape: Shape = Shape.LINES,
    width: int = 8,
    height: int = 8,
    steps: Sequence[Step] = (),
    tone: Tone = Tone.GOOD,
    most: float | None = None,
    words: Mapping[str, str] = _WORDLESS,
) -> View:
    """A panel of one query of the project: title, description and unit are the query's.

    ``more``: further questions of the same unit, such as limits. ``note``: a sentence added to the description.
    """
    found = query(name)
    asks = (ask(name, legend, by, *matchers), *more)
    return View(
        title or found.title,
        f"{found.about} {note}".strip(),
        asks,
        found.unit.grafana,
        shape,
        width,
        height,
        steps,
        tone,
        least=0.0,
        most=most,
        words=words,
    )


def counted(name: str, by: Sequence[str]) -> str:
    """How many combinations of the labels a query has an element for."""
    return f"count({ask(name, '', by).expression})"
