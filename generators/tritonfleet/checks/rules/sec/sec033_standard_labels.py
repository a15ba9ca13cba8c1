"""SEC033: the labels for Pod Security Standards can be read."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import PREFIX, Level
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_MODES = ("enforce", "warn", "audit")
_LEVELS = tuple(level.name.lower() for level in Level)
_VERSION = re.compile(r"latest|v1\.\d{1,3}")


def check(world: World) -> Verdicts:
    for namespace in world.index.of_kind("Namespace"):
        for key, text in namespace.labels.items():
            if key.startswith(PREFIX) and (fault := _fault(key.removeprefix(PREFIX), text)):
                yield Breach(namespace, ("metadata", "labels", key), fault, _hint(key, text))


def _fault(mode: str, text: str) -> str:
    if mode in _MODES:
        return "" if text in _LEVELS else f"`{text}` is no Pod Security Standard"
    if mode.removesuffix("-version") in _MODES:
        return "" if _VERSION.fullmatch(text) else f"`{text}` is no version of the standards"
    return f"`{PREFIX}{mode}` is no label that Pod Security reads"


def _hint(key: str, text: str) -> str:
    from tritonfleet.suggest import suggest

    mode = key.removeprefix(PREFIX)
    if mode in _MODES:
        return suggest(text, _LEVELS)
    if mode.removesuffix("-version") in _MODES:
        return "write latest, or a minor version such as v1.36"
    return suggest(mode, [*_MODES, *(f"{each}-version" for each in _MODES)])


RULE = Rule(
    id="SEC033",
    title="A Pod Security label cannot be read",
    severity=Severity.ERROR,
    why="The API server refuses the namespace for a level that it does not know, and ignores a mode that it "
    "does not know: the namespace then enforces nothing.",
    fix="use enforce, warn or audit with privileged, baseline or restricted",
    sources=(
        "kubernetes/pod-security-admission:api/helpers.go",
        "kubernetes/website:content/en/docs/concepts/security/pod-security-admission.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Namespace
metadata: {name: prod, labels: {pod-security.kubernetes.io/enforce: restrict}}
""",
    passes="""\
apiVersion: v1
kind: Namespace
metadata:
  name: prod
  labels: {pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/enforce-version: v1.36}
""",
)
