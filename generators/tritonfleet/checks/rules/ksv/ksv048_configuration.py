"""KSV048: KServe can read its ConfigMap."""

from __future__ import annotations

import json

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.shipped import shipped
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.rule import Breach, Inside, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.suggest import suggest

NAME = "inferenceservice-config"


def check(world: World) -> Verdicts:
    for config in world.index.of_kind("ConfigMap"):
        if config.name == NAME:
            yield from _keys(config)


def _keys(config: Resource) -> Verdicts:
    for key, text in mapping(config.data, "data").items():
        # `_example` is documentation, and says so by its underscore.
        if not isinstance(text, str) or str(key).startswith("_"):
            continue
        path = ("data", str(key))
        try:
            read = json.loads(text)
        except json.JSONDecodeError as error:
            place = Inside(error.lineno, error.colno)
            yield Breach(config, path, f"`{key}` is no JSON: {_fault(text, error)}", inside=place)
        except RecursionError:
            yield Breach(config, path, f"`{key}` nests too deeply")
        else:
            if key == "deploy":
                yield from _mode(config, read)


def _fault(text: str, error: json.JSONDecodeError) -> str:
    if text[: error.pos].rstrip().endswith(",") and text[error.pos : error.pos + 1] in ("}", "]"):
        return "there is a comma too many"
    return error.msg[:1].lower() + error.msg[1:]


def _mode(config: Resource, deploy: object) -> Verdicts:
    mode = deploy.get("defaultDeploymentMode") if isinstance(deploy, dict) else None
    modes = shipped()["modes"]
    if isinstance(mode, str) and mode not in {*modes["current"], *modes["legacy"]}:
        message = f"`defaultDeploymentMode` is {mode}"
        yield Breach(config, ("data", "deploy"), message, suggest(mode, modes["current"]))


RULE = Rule(
    id="KSV048",
    title="KServe cannot read its configuration",
    severity=Severity.ERROR,
    why="Every key of the ConfigMap inferenceservice-config holds JSON. One comma too many, and the "
    "controller and the webhook fail for all InferenceServices of the cluster, with an error that names "
    "no line.",
    fix="write valid JSON, and Standard or Knative for the mode",
    sources=(
        "kserve/kserve:pkg/apis/serving/v1beta1/configmap.go",
        "kserve/kserve:config/configmap/inferenceservice.yaml",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: inferenceservice-config, namespace: kserve}
data:
  deploy: |
    {
      "defaultDeploymentMode": "Standard",
    }
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: inferenceservice-config, namespace: kserve}
data:
  deploy: |
    {
      "defaultDeploymentMode": "Standard"
    }
""",
)
