"""kubeconform's verdict on manifests, placed where each stands: a second opinion beside the schema rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Finding, ObjectRef
from tritonfleet.render import kubeconform
from tritonfleet.render.schemas import schema_for

if TYPE_CHECKING:
    from tritonfleet.yamlio import Manifest

_PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def conformity(manifests: Sequence[Manifest], kubernetes: str) -> list[Finding]:
    """Findings of kubeconform, in strict mode, on every manifest of a kind that there is a schema for.

    ``kubernetes`` is a minor version such as ``1.36``. Raises ToolMissing without kubeconform.
    """
    known = [m for m in manifests if schema_for(m.ref.api_version, m.ref.kind, kubernetes)]
    # Its report names an object by kind and name only, so the name is made to say which object it is.
    numbered = (
        {**manifest.data, "metadata": {**_metadata(manifest), "name": f"o{number}"}}
        for number, manifest in enumerate(known)
    )
    return [_placed(f, known) for f in kubeconform.validate_objects(numbered, kubernetes)]


def second_opinions(findings: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    """Those of ``others`` on objects that the schema rule found nothing about: the rest would say it twice."""
    known: set[ObjectRef | None] = {finding.object for finding in findings if finding.rule == "K8S001"}
    return [finding for finding in others if finding.object not in known]


def _metadata(manifest: Manifest) -> dict[str, object]:
    metadata = manifest.data.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def _placed(finding: Finding, manifests: Sequence[Manifest]) -> Finding:
    if finding.object is None:
        return finding
    manifest = manifests[int(finding.object.name.removeprefix("o"))]
    path = [int(index) if index else key for index, key in _PART.findall(finding.path)]
    return replace(finding, object=manifest.ref, location=manifest.location(path))
