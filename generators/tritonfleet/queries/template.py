"""The queries to scale on, as named templates of the chart (``charts/triton/templates/_queries.tpl``)."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.queries.catalogue import queries
from tritonfleet.queries.selectors import Subject
from tritonfleet.queries.types import Query

_SELECTOR, _WINDOW, _ENTRY = "SELECTOR", "WINDOW", "ENTRY"
_HEAD = """\
{{/* Generated from generators/tritonfleet/queries (`python -m tritonfleet.charts write`). Queries to scale on:
     one number, 0 without traffic, empty when nothing is scraped. Each takes (dict "selector" "window" "entry"):
       selector  the inside of the braces, such as namespace="prod",job="vision"; by a GPU's labels for gpu-busy
       window    such as 2m: at least four scrape intervals
       entry     optional, from triton.query.entry: the models whose requests count; never part of the selector */}}

{{/* A pattern of the models whose requests count: takes a map from the name to whether it does. */}}
{{- define "triton.query.entry" -}}
{{- $models := list -}}
{{- range $model, $counts := . -}}
{{- if $counts -}}{{- $models = append $models ($model | replace "." "[.]") -}}{{- end -}}
{{- end -}}
{{- join "|" $models -}}
{{- end -}}
"""


def queries_template() -> str:
    """The file's text: one ``triton.query.<name>`` for each query that ``Query.signal`` takes."""
    return "\n".join([_HEAD, *_definitions()])


def _definitions() -> Iterator[str]:
    for query in queries().values():
        if query.scales:
            yield f"{_comment(query)}\n{_definition(query)}"


def _comment(query: Query) -> str:
    selector = "Its selector is a GPU's. " if query.subject is Subject.GPU else ""
    since = f"From Triton {query.since} on. " if query.since else ""
    return f"{{{{/* {query.title}, {query.unit}, {query.extent.metric_type}. {selector}{since}*/}}}}"


def _definition(query: Query) -> str:
    expression = query.signal(_SELECTOR, _WINDOW, entry=_ENTRY)
    # A brace beside the two of a template needs a space between, which the dashes take out again.
    expression = expression.replace(
        f'{{model=~"{_ENTRY}",{_SELECTOR}}}',
        '{ {{- with .entry }}model=~"{{ . }}",{{ end }}{{ .selector -}} }',
    )
    expression = expression.replace(f"{{{_SELECTOR}}}", "{ {{- .selector -}} }")
    expression = expression.replace(f"[{_WINDOW}]", "[{{ .window }}]")
    return f'{{{{- define "triton.query.{query.name}" -}}}}\n{expression}\n{{{{- end -}}}}\n'
