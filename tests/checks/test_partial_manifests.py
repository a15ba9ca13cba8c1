"""An object that is given alone is no mistake: what it names may well be applied by somebody else."""

from __future__ import annotations

import pytest

from tritonfleet.checks import run
from tritonfleet.checks.finding import Severity
from tritonfleet.yamlio import load_manifests

METADATA = "metadata: {name: bert, namespace: prod}\n"
TARGET = "{apiVersion: apps/v1, kind: Deployment, name: bert}"

ALONE = {
    "ScaledObject": (
        "keda.sh/v1alpha1",
        "SCL001",
        "spec: {scaleTargetRef: {name: bert}, minReplicaCount: 1, maxReplicaCount: 3, "
        'triggers: [{type: cpu, metricType: Utilization, metadata: {value: "60"}}]}',
    ),
    "HorizontalPodAutoscaler": (
        "autoscaling/v2",
        "SCL001",
        f"spec: {{scaleTargetRef: {TARGET}, minReplicas: 1, maxReplicas: 3, metrics: [{{type: Resource, "
        "resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}]}",
    ),
    "Ingress": (
        "networking.k8s.io/v1",
        "NET003",
        "spec: {ingressClassName: nginx, tls: [{hosts: [a.example.com], secretName: tls}], rules: [{host: "
        "a.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: bert, "
        "port: {number: 8000}}}}]}}]}",
    ),
    "HTTPRoute": (
        "gateway.networking.k8s.io/v1",
        "NET004",
        "spec: {parentRefs: [{name: public}], rules: [{backendRefs: [{name: bert, port: 8000}]}]}",
    ),
    "Service": (
        "v1",
        "NET001",
        "spec: {selector: {app: bert}, ports: [{name: http, port: 8000}]}",
    ),
    "Rollout": (
        "argoproj.io/v1alpha1",
        "ROL104",
        "spec: {replicas: 2, selector: {matchLabels: {app: bert}}, strategy: {canary: {stableService: bert, "
        "canaryService: bert-canary, trafficRouting: {nginx: {stableIngress: bert}}, steps: [{setWeight: 50}, "
        "{pause: {}}]}}, template: {metadata: {labels: {app: bert}}, spec: {containers: [{name: web, "
        'image: "nginx:1.29"}]}}}',
    ),
    "Canary": (
        "flagger.app/v1beta1",
        "ROL201",
        f"spec: {{targetRef: {TARGET}, service: {{port: 8000}}, analysis: {{interval: 1m, threshold: 5, "
        "maxWeight: 50, stepWeight: 10, metrics: [{name: latency, interval: 1m, templateRef: {name: latency}, "
        "thresholdRange: {max: 1}}], alerts: [{name: chat, severity: info, providerRef: {name: chat}}]}}",
    ),
    "StatefulSet": (
        "apps/v1",
        "K8S050",
        "spec: {serviceName: bert, selector: {matchLabels: {app: bert}}, template: {metadata: {labels: "
        '{app: bert}}, spec: {containers: [{name: web, image: "nginx:1.29"}]}}}',
    ),
    "RoleBinding": (
        "rbac.authorization.k8s.io/v1",
        "SEC002",
        "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: bert}\n"
        "subjects: [{kind: ServiceAccount, name: bert, namespace: prod}]",
    ),
    "ServiceMonitor": (
        "monitoring.coreos.com/v1",
        "MON001",
        "spec: {selector: {matchLabels: {app: bert}}, endpoints: [{port: metrics}]}",
    ),
}


@pytest.mark.parametrize("kind", ALONE)
def test_an_object_given_alone_is_undecided(kind):
    api, rule, rest = ALONE[kind]
    text = f"apiVersion: {api}\nkind: {kind}\n{METADATA}{rest}\n"
    report = run(load_manifests(text, "f.yaml"))
    serious = [(f.rule, f.message) for f in report.findings if f.severity is not Severity.INFO]
    assert (serious, rule in {skipped.rule for skipped in report.skipped}) == ([], True)
