"""MON006: a scrape's timeout is no longer than its interval."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import endpoints
from tritonfleet.checks.promql.durations import seconds
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for endpoint in endpoints(world):
        interval, timeout = endpoint.data.get("interval"), endpoint.data.get("scrapeTimeout")
        every, within = seconds(interval), seconds(timeout)
        if every and within and within > every:
            message = f"`scrapeTimeout` is {timeout}, longer than `interval`, which is {interval}"
            fix = f"set `scrapeTimeout` to {interval} or less"
            yield Breach(endpoint.monitor, (*endpoint.path, "scrapeTimeout"), message, fix)


RULE = Rule(
    id="MON006",
    title="A scrape's timeout is longer than its interval",
    severity=Severity.ERROR,
    why="The operator refuses the whole monitor: it logs `scrapeTimeout greater than scrapeInterval`, "
    "leaves an event, and none of its targets is scraped.",
    fix="make `scrapeTimeout` no longer than `interval`",
    sources=("prometheus-operator/prometheus-operator:pkg/prometheus/promcfg.go",),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, endpoints: [{port: metrics, interval: 5s, scrapeTimeout: 10s}]}
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, endpoints: [{port: metrics, interval: 15s, scrapeTimeout: 10s}]}
""",
)
