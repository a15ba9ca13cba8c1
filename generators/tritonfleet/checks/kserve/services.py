"""InferenceServices: their mode, their components, and the model of the predictor.

Source: kserve/kserve:pkg/apis/serving/v1beta1 and pkg/controller/v1beta1/inferenceservice (v0.20.0).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.kserve.shipped import current_mode, shipped
from tritonfleet.checks.objects import Path, Resource, mapping
from tritonfleet.checks.world import World

GROUP = "serving.kserve.io"
MODE = f"{GROUP}/deploymentMode"
CLASS = f"{GROUP}/autoscalerClass"
MODEL_CONTAINER = "kserve-container"
STANDARD, KNATIVE = "Standard", "Knative"

Annotations = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Model:
    """What the predictor serves: the fields of a container, and these of KServe.

    ``protocol`` is what the webhook makes of it: ``v2`` for some formats, ``v1`` where nothing is said; ``stated``
    whether the manifest or the webhook sets it. ``runtime``: the runtime named, if one is.
    """

    path: Path
    spec: Mapping[str, Any]
    format: str
    version: str
    protocol: str
    stated: bool
    runtime: str


@dataclass(frozen=True, slots=True)
class Component:
    """A predictor, transformer or explainer. ``autoscaler``: its autoscaler class, empty when nothing says it."""

    name: str
    path: Path
    spec: Mapping[str, Any]
    autoscaler: str

    def number(self, field: str) -> int | None:
        """An integer field; None when it is missing or something else."""
        found = self.spec.get(field)
        return found if isinstance(found, int) and not isinstance(found, bool) else None


@dataclass(frozen=True, slots=True)
class InferenceService:
    """An InferenceService. ``mode`` by its current name, empty when the annotation is missing or unknown."""

    resource: Resource
    annotations: Annotations
    mode: str
    components: tuple[Component, ...]
    model: Model | None

    @property
    def predictor(self) -> Component | None:
        """Its predictor; None when there is none."""
        return next((c for c in self.components if c.name == "predictor"), None)

    def workload(self, component: Component) -> str:
        """The name of the Deployment, Service and autoscaler that KServe makes for a component in Standard mode."""
        own = component.spec.get("name")
        if component.name == "predictor" and isinstance(own, str) and own:
            return f"{self.resource.name}-{own}-predictor"
        return f"{self.resource.name}-{component.name}"


def inference_services(world: World) -> list[InferenceService]:
    """Every InferenceService of KServe's current API."""
    return world.derived(_services)


def _services(world: World) -> list[InferenceService]:
    found = world.index.of_kind("InferenceService")
    return [_service(resource) for resource in found if resource.api_version == f"{GROUP}/v1beta1"]


def _service(resource: Resource) -> InferenceService:
    annotations = mapping(resource.data, "metadata", "annotations")
    mode = current_mode(str(annotations.get(MODE) or ""))
    known = mode if mode in shipped()["modes"]["current"] else ""
    components = tuple(_components(resource, annotations))
    return InferenceService(resource, annotations, known, components, _model(resource))


def _components(resource: Resource, annotations: Annotations) -> Iterator[Component]:
    for name in ("predictor", "transformer", "explainer"):
        spec = mapping(resource.data, "spec", name)
        if spec:
            own = mapping(spec, "annotations")
            autoscaler = own.get(CLASS, annotations.get(CLASS))
            yield Component(name, ("spec", name), spec, str(autoscaler or ""))


def _model(resource: Resource) -> Model | None:
    predictor = mapping(resource.data, "spec", "predictor")
    if isinstance(predictor.get("model"), dict):
        spec = predictor["model"]
        form = mapping(spec, "modelFormat")
        name, version = form.get("name"), form.get("version")
        return _typed("model", spec, str(name or ""), "" if version is None else str(version))
    for field, name in shipped()["frameworks"].items():
        if isinstance(predictor.get(field), dict):
            return _typed(field, predictor[field], name, "")
    return None


def _typed(field: str, spec: Mapping[str, Any], form: str, version: str) -> Model:
    v2 = shipped()["v2_formats"] if field == "model" else shipped()["v2_frameworks"]
    given = spec.get("protocolVersion")
    default = "v2" if (form if field == "model" else field) in v2 else ""
    protocol = str(given or default)
    runtime = str(spec.get("runtime") or "") if field == "model" else ""
    path = ("spec", "predictor", field)
    return Model(path, spec, form, version, protocol or "v1", bool(protocol), runtime)
