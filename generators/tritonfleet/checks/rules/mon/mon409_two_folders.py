"""MON409: a GrafanaDashboard says once in which folder it lies."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_KINDS = ("GrafanaDashboard", "GrafanaAlertRuleGroup", "GrafanaLibraryPanel")
_FOLDERS = ("folderRef", "folderUID", "folder")


def check(world: World) -> Verdicts:
    for resource in world.index.of_kind(*_KINDS):
        if resource.group == "grafana.integreatly.org":
            given = [field for field in _FOLDERS if field in mapping(resource.data, "spec")]
            if len(given) > 1:
                message = f"`{given[0]}` and `{given[1]}` exclude each other"
                yield Breach(resource, ("spec", given[1]), message)


RULE = Rule(
    id="MON409",
    title="A dashboard is put into two folders",
    severity=Severity.ERROR,
    why="The API server refuses it: `Only one of folderUID or folderRef can be declared at the same time`, or "
    "`folder field cannot be set when folderUID or folderRef is already declared`.",
    fix="keep `folderRef` if the folder is a GrafanaFolder, `folderUID` if it exists in Grafana, else `folder`",
    sources=("grafana/grafana-operator:api/v1beta1/grafanadashboard_types.go",),
    check=check,
    fails="""\
apiVersion: grafana.integreatly.org/v1beta1
kind: GrafanaDashboard
metadata: {name: triton, namespace: monitoring}
spec:
  instanceSelector: {matchLabels: {dashboards: grafana}}
  folder: Triton
  folderRef: triton
  url: https://dashboards.example.com/triton.json
""",
    passes="""\
apiVersion: grafana.integreatly.org/v1beta1
kind: GrafanaDashboard
metadata: {name: triton, namespace: monitoring}
spec:
  instanceSelector: {matchLabels: {dashboards: grafana}}
  folder: Triton
  url: https://dashboards.example.com/triton.json
""",
)
