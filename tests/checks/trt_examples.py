"""Manifests with Triton in them, and what the rules say of them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from tritonfleet import yamlio
from tritonfleet.checks import Facts, registry
from tritonfleet.checks.rule import Breach, Undecided
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.world import World

STOCK = "nvcr.io/nvidia/tritonserver:26.07-py3"

PYTHON_MODEL = """\
name: "bert"
backend: "python"
max_batch_size: 8
input { name: "TEXT" data_type: TYPE_STRING dims: [1] }
output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
"""


def world(text: str, facts: Facts | None = None) -> World:
    """The objects of a stream of YAML documents."""
    return World(yamlio.load_manifests(text, "f.yaml"), facts)


def said(rule: str, text: str, facts: Facts | None = None) -> list[str]:
    """The messages of a rule; what it cannot decide is shown as ``needs …``."""
    verdicts = list(registry.rule(rule).check(world(text, facts)))
    told = [verdict.message for verdict in verdicts if isinstance(verdict, Breach)]
    return told + [f"needs {verdict.needs}" for verdict in verdicts if isinstance(verdict, Undecided)]


def deployment(
    *args: str, container: str = "", pod: str = "", spec: str = "", image: str = STOCK, program: bool = True
) -> str:
    """A Deployment ``bert`` that runs ``tritonserver ARGS``; the other texts are YAML of the level they name."""
    given: Sequence[str] = ("tritonserver", *args) if program else args
    lines = "".join(f"        - {word!r}\n" for word in given)
    return (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: bert, namespace: prod}\nspec:\n"
        + textwrap.indent(spec, "  ")
        + "  selector: {matchLabels: {app: bert}}\n  template:\n    metadata: {labels: {app: bert}}\n    spec:\n"
        + f"      containers:\n      - name: triton\n        image: {image}\n"
        + (f"        args:\n{lines}" if given else "")
        + textwrap.indent(container, "        ")
        + textwrap.indent(pod, "      ")
    )


def service(ports: str = "[{name: http, port: 8000}]", more: str = "") -> str:
    """A Service before the pods of ``bert``, as a further document."""
    return (
        "---\napiVersion: v1\nkind: Service\nmetadata: {name: bert, namespace: prod}\n"
        f"spec: {{{more}selector: {{app: bert}}, ports: {ports}}}\n"
    )


def config_map(name: str, **files: str) -> str:
    """A ConfigMap with these files; ``__`` in a key stands for a dot. A document that others may follow."""
    body = "".join(
        f"  {key.replace('__', '.')}: |\n{textwrap.indent(text, '    ')}" for key, text in files.items()
    )
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: prod}}\ndata:\n{body}---\n"


def serving(
    *args: str, config: str = PYTHON_MODEL, mount: str = "/models/bert", items: str = "", **more: str
) -> str:
    """A model in a ConfigMap ``bert-model``, and a Deployment that mounts it and runs it."""
    keys = items or "[{key: config.pbtxt, path: config.pbtxt}, {key: model.py, path: 1/model.py}]"
    volumes = f"volumes:\n- {{name: bert, configMap: {{name: bert-model, items: {keys}}}}}\n{more.pop('volumes', '')}"
    mounted = f"volumeMounts:\n- {{name: bert, mountPath: {mount}}}\n{more.pop('mounts', '')}"
    model = config_map("bert-model", config__pbtxt=config, model__py="class TritonPythonModel: ...\n")
    more["container"] = mounted + more.get("container", "")
    return model + deployment("--model-repository=/models", *args, pod=volumes, **more)  # type: ignore[arg-type]


def server(*args: str, container: str = "", image: str = STOCK) -> Server:
    """The one server of a Deployment that runs ``tritonserver ARGS``."""
    (found,) = servers(world(deployment(*args, container=container, image=image)))
    return found
