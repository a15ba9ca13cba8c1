"""NET019: an Ingress path means what it looks like."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.ingresses import NGINX, Entry, annotations_of, entries, is_nginx
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_REGEX = re.compile(r"\(|\)|\[|\\|\.\*|\.\+|\$$")
_GROUP = re.compile(r"\$\d")


def check(world: World) -> Verdicts:
    for entry in world.derived(entries):
        fault, fix = _fault(entry)
        if fault:
            field = "path" if entry.target else "pathType"
            yield Breach(entry.ingress, (*entry.path, field), fault, fix)


def _fault(entry: Entry) -> tuple[str, str]:
    if entry.kind in ("Exact", "Prefix") and not entry.target.startswith("/"):
        return f"`{entry.target}` must begin with / for pathType {entry.kind}", "begin the path with /"
    given = annotations_of(entry.ingress)
    pattern = _REGEX.search(entry.target) is not None
    by_regex = str(given.get(f"{NGINX}use-regex")).lower() == "true"
    rewrite = str(given.get(f"{NGINX}rewrite-target") or "")
    if pattern and entry.kind in ("Exact", "Prefix") and not by_regex and not rewrite:
        return f"`{entry.target}` is a pattern, and pathType {entry.kind} takes it literally", ""
    if is_nginx(entry.ingress) and _GROUP.search(rewrite) and "(" not in entry.target:
        fault = f"`rewrite-target: {rewrite}` names a group, and the path `{entry.target}` has none"
        return fault, "write the path as a pattern with a group, such as /bert(/|$)(.*)"
    return "", ""


RULE = Rule(
    id="NET019",
    title="An Ingress path matches something else than it looks like",
    severity=Severity.ERROR,
    why="With Prefix or Exact a pattern matches only itself, so every request gets 404. A rewrite to $2 without "
    "a second group drops the path: /v2/models/bert/infer arrives as /, and Triton answers 400 or 404.",
    fix="use pathType ImplementationSpecific and the controller's annotation for patterns, or a plain prefix",
    sources=(
        "kubernetes/kubernetes:pkg/apis/networking/validation/validation.go",
        "kubernetes/ingress-nginx:docs/examples/rewrite/README.md",
    ),
    check=check,
    fails="""\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod, annotations: {nginx.ingress.kubernetes.io/rewrite-target: /$2}}
spec:
  ingressClassName: nginx
  rules:
  - http: {paths: [{path: /bert, pathType: Prefix, backend: {service: {name: bert, port: {number: 8000}}}}]}
""",
    passes="""\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod, annotations: {nginx.ingress.kubernetes.io/rewrite-target: /$2}}
spec:
  ingressClassName: nginx
  tls: [{hosts: [bert.example.com], secretName: bert-tls}]
  rules:
  - host: bert.example.com
    http:
      paths:
      - path: /bert(/|$)(.*)
        pathType: ImplementationSpecific
        backend: {service: {name: bert, port: {number: 8000}}}
""",
)
