"""kubeconform as a second opinion on schemas: strict, offline, one process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tritonfleet import tools
from tritonfleet.checks.finding import Finding, ObjectRef, Severity
from tritonfleet.errors import InputError, Location
from tritonfleet.render.process import run
from tritonfleet.render.schemas import materialised
from tritonfleet.render.violations import dotted

RULE = "K8S003"


def validate(files: Sequence[Path], kubernetes: str, schema_dir: Path | None = None) -> list[Finding]:
    """What kubeconform refuses in files of manifests, as errors of rule K8S003, by file, kind and name.

    ``kubernetes`` is a minor version such as "1.36". ``schema_dir`` holds the schemas as ``materialised``
    lays them out, the vendored ones by default. A kind without a schema is an error, too. Raises InputError
    when kubeconform itself fails, ToolMissing without it.
    """
    return _run([*map(str, files)], "", kubernetes, schema_dir) if files else []


def validate_objects(
    objects: Iterable[dict[str, Any]], kubernetes: str, schema_dir: Path | None = None
) -> list[Finding]:
    """The same for objects that stand in no file."""
    stream = "\n---\n".join(map(json.dumps, objects))
    return _run([], stream, kubernetes, schema_dir) if stream else []


def _run(files: list[str], stdin: str, kubernetes: str, schema_dir: Path | None) -> list[Finding]:
    folder = schema_dir or materialised(kubernetes)
    location = f"{folder}/{{{{.ResourceKind}}}}_{{{{.Group}}}}_{{{{.ResourceAPIVersion}}}}.json"
    options = ["-strict", "-output", "json", "-kubernetes-version", f"{kubernetes}.0"]
    output = run(tools.find("kubeconform"), [*options, "-schema-location", location, *files], stdin=stdin)
    try:
        resources = json.loads(output.stdout)["resources"] or []
    except (json.JSONDecodeError, KeyError):
        raise InputError.of(f"kubeconform failed: {(output.stderr or output.stdout).strip()[:500]}") from None
    # It checks in parallel and reports in any order.
    resources.sort(key=lambda resource: [resource[key] for key in ("filename", "kind", "name", "msg")])
    return [finding for resource in resources for finding in _findings(resource)]


def _findings(resource: dict[str, Any]) -> Iterator[Finding]:
    """A finding for each violation: the message is one text with " - at 'POINTER': " before each of them."""
    object_ref = ObjectRef(resource["version"], resource["kind"], resource["name"])
    file = None if resource["filename"] == "stdin" else Location(resource["filename"])
    _, *violations = resource["msg"].split(" - at ")
    for violation in violations or [f"'': {resource['msg']}"]:
        pointer, _, message = violation.partition("': ")
        if message.strip() != "validation failed":
            yield Finding(
                rule=RULE,
                severity=Severity.ERROR,
                message=message.strip(),
                object=object_ref if resource["kind"] else None,
                path=_field(pointer.removeprefix("'")),
                location=file,
            )


def _field(pointer: str) -> str:
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    return dotted([int(part) if part.isdigit() else part for part in parts])
