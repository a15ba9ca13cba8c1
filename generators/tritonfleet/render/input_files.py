"""The files of a folder that are manifests, among all others that a repository has."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tritonfleet.errors import InputError
from tritonfleet.yamlio import load_streams

if TYPE_CHECKING:
    from tritonfleet.render.inputs import Inputs

NO_MANIFESTS = "no manifests"

Stream = tuple[str, str]
"""A text, and the file that it is from."""

_OWN = "tritonfleet.dev/"
_FLEET = "fleets, which are checked by themselves"
_TOP = re.compile(r"""^["']?apiVersion["']?\s*:""", re.MULTILINE)


def may_be_manifest(text: str) -> bool:
    """Whether the text can hold objects, judged without parsing YAML: by ``apiVersion`` as an outermost key."""
    if text.lstrip()[:1] not in ("{", "["):
        return _TOP.search(text) is not None
    if "apiVersion" not in text:
        return False
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return True
    return isinstance(data, dict) and "apiVersion" in data


def add_files(streams: Sequence[Stream], inputs: Inputs) -> None:
    """Add the objects of all files at once, which is fast; file by file where one of them cannot be read."""
    try:
        manifests = load_streams(streams)
    except InputError:
        for stream in streams:
            _add_file(stream, inputs)
        return
    fleets = {m.file for m in manifests if m.ref.api_version.startswith(_OWN)}
    inputs.add([m for m in manifests if m.file not in fleets], len(streams) - len(fleets))
    for file in sorted(fleets):
        inputs.pass_over(file, _FLEET)


def _add_file(stream: Stream, inputs: Inputs) -> None:
    """Raises InputError for a manifest that cannot be read, but not for what is none."""
    text, file = stream
    try:
        manifests = load_streams([stream])
    except InputError as error:
        if "{{" in text:
            inputs.pass_over(file, "templates")
        elif all(_no_object(problem.message) for problem in error.problems):
            inputs.pass_over(file, NO_MANIFESTS)
        else:
            raise
        return
    if any(m.ref.api_version.startswith(_OWN) for m in manifests):
        inputs.pass_over(file, _FLEET)
    else:
        inputs.add(manifests)


def _no_object(message: str) -> bool:
    return message.startswith(("is no Kubernetes object", "expected a Kubernetes object"))
