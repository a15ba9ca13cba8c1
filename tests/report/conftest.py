"""A report with one of everything that a format has to cope with."""

from __future__ import annotations

import pytest

from tritonfleet.checks import Finding, ObjectRef, Report, Severity, Skipped
from tritonfleet.checks.finding import Suppressed
from tritonfleet.errors import Location


@pytest.fixture
def report() -> Report:
    service = ObjectRef("v1", "Service", "bert", "prod")
    deployment = ObjectRef("apps/v1", "Deployment", "bert", "prod")
    known = Finding("NET001", Severity.ERROR, "no pod has the labels app=bert", "", service, "spec.selector")
    return Report(
        findings=(
            Finding(
                "NET002",
                Severity.ERROR,
                "the pods of Deployment prod/bert have no port grpc",
                "their ports: http (8000)",
                service,
                "spec.ports[0].targetPort",
                Location("values/prod/a b.yaml", 12, 5),
                (deployment,),
            ),
            Finding("K8S002", Severity.INFO, "50% of 100 <unknown>\x07\nkinds", object=service),
            Finding("TRT107", Severity.WARNING, "preferred size above max", location=Location("fleet.yaml")),
        ),
        skipped=(Skipped("K8S010", "external.Secret"),),
        objects=3,
        rules=("K8S002", "K8S004", "K8S010", "NET002"),
        suppressed=(Suppressed(known, "annotation", "its pods come from another chart"),),
        stale=("known.json: NET003 Ingress prod/bert",),
    )


@pytest.fixture
def clean() -> Report:
    return Report(objects=1, rules=("K8S004",))
