"""The files of a folder that are manifests, among all others that a repository has."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tritonfleet.errors import InputError, Problem
from tritonfleet.yamlio import read_streams

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
    """Add the objects of all files. Raises InputError with what is wrong in all manifests that cannot be read."""
    problems = list[Problem]()
    for stream, read in zip(streams, read_streams(streams), strict=True):
        if isinstance(read, InputError):
            problems += _problems(stream, read, inputs)
        elif any(manifest.ref.api_version.startswith(_OWN) for manifest in read):
            inputs.pass_over(stream[1], _FLEET)
        else:
            inputs.add(read)
    if problems:
        raise InputError(*problems)


def _problems(stream: Stream, error: InputError, inputs: Inputs) -> Sequence[Problem]:
    """What is wrong in a file that cannot be read; nothing if it is no manifest, which is then passed over."""
    text, file = stream
    template = "{{" in text
    if template or all(_no_object(problem.message) for problem in error.problems):
        inputs.pass_over(file, "templates" if template else NO_MANIFESTS)
        return ()
    return error.problems


def _no_object(message: str) -> bool:
    return message.startswith(("is no Kubernetes object", "expected a Kubernetes object"))
