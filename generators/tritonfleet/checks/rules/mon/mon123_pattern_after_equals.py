"""MON123: a pattern stands behind =~."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import queries
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_PATTERN = re.compile(r"\|(?!\|)|\.[*+]|\(\?|\[[^\]]+\][*+]|[\w)]\$$|^\^")
"""What a pattern has and a label's value has not: alternatives, wildcards, anchors."""


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        for use in query.uses:
            for matcher in use.selector.matchers:
                literal = matcher.literal if matcher.operator == "=" else None
                if literal and _PATTERN.search(literal) and matcher.label in _NAMES:
                    message = f'`{matcher.label}="{literal}"` compares text, and `{literal}` is a pattern'
                    fix = f'write `{matcher.label}=~"{literal}"`'
                    yield query.breach(message, fix, at=matcher.label)


_NAMES = frozenset(
    {
        "model", "model_name", "version", "pod", "namespace", "container", "service", "job", "instance", "node",
        "exported_pod", "exported_namespace", "exported_container", "deployment", "le", "hostname", "Hostname",
    }
)  # fmt: skip
"""Labels whose values are names, so that none of those characters can be meant."""


RULE = Rule(
    id="MON123",
    title="A pattern is compared as plain text",
    severity=Severity.ERROR,
    why="`=` compares the text as it stands. No model is called `bert|resnet`, so the selector is empty.",
    fix="write `=~` for a pattern",
    sources=(
        "prometheus/prometheus:docs/querying/basics.md",
        "cloudflare/pint:docs/checks/promql/regexp.md",
    ),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        sum(rate(nv_inference_request_failure{model="bert|resnet"}[5m])) > 1
      for: 5m
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        sum(rate(nv_inference_request_failure{model=~"bert|resnet"}[5m])) > 1
      for: 5m
""",
)
