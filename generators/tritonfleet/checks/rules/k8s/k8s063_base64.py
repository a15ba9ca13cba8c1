"""K8S063: what a Secret's `data` holds is base64."""

from __future__ import annotations

import re
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def check(world: World) -> Verdicts:
    for secret in world.index.of_kind("Secret"):
        if secret.group == "":
            for key, text in mapping(secret.data, "data").items():
                yield from _verdict(secret, ("data", key), text)
    for held in world.index.of_kind("ConfigMap"):
        for key, text in mapping(held.data, "binaryData").items():
            yield from _verdict(held, ("binaryData", key), text)


def _verdict(resource: Resource, path: Path, text: Any) -> Verdicts:
    if isinstance(text, str) and not _BASE64.fullmatch(text.replace("\n", "").replace("\r", "")):
        fix = (
            "put it under `stringData`, or encode it"
            if resource.kind == "Secret"
            else "put it under `data`, or encode it"
        )
        yield Breach(resource, path, f"the value of `{path[-1]}` is not base64", fix)


RULE = Rule(
    id="K8S063",
    title="A Secret holds text that is not base64",
    severity=Severity.ERROR,
    why="The API server refuses the object with `illegal base64 data at input byte …`.",
    fix="put plain text under `stringData`, or encode it",
    sources=("kubernetes/website:content/en/docs/concepts/configuration/secret.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Secret
metadata: {name: bucket, namespace: prod}
data: {region: eu-west-1}
""",
    passes="""\
apiVersion: v1
kind: Secret
metadata: {name: bucket, namespace: prod}
data: {region: ZXUtd2VzdC0x}
stringData: {zone: eu-west-1}
""",
)
