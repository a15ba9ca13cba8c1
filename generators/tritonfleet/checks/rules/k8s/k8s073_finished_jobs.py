"""K8S073: finished Jobs go away."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_KEPT_BY = ("helm.sh/hook", "argocd.argoproj.io/hook")


def check(world: World) -> Verdicts:
    for job in world.index.of_kind("Job"):
        annotations = mapping(job.data, "metadata", "annotations")
        owned = mapping(job.data, "metadata").get("ownerReferences")
        if owned or any(str(key).startswith(_KEPT_BY) for key in annotations):
            continue
        if value(job.data, "spec", "ttlSecondsAfterFinished") is None:
            yield Breach(
                job,
                ("spec",),
                "the Job and its pods stay when it is done, and the next apply cannot change it",
            )


RULE = Rule(
    id="K8S073",
    title="A finished Job stays",
    severity=Severity.INFO,
    why="A Job's template cannot be changed: the next release with another image fails with `field is "
    "immutable` while the old Job is still there. Its finished pods count in lists and quotas.",
    fix="set `ttlSecondsAfterFinished`, or make it a hook that is deleted before it is made again",
    sources=(
        "kubernetes/website:content/en/docs/concepts/workloads/controllers/ttlafterfinished.md",
        "stackrox/kube-linter:docs/generated/checks.md",
    ),
    check=check,
    fails="""\
apiVersion: batch/v1
kind: Job
metadata: {name: build-plan, namespace: prod}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: trtexec, image: "tensorrt:26.07"}]}}}
""",
    passes="""\
apiVersion: batch/v1
kind: Job
metadata: {name: build-plan, namespace: prod}
spec:
  ttlSecondsAfterFinished: 3600
  template: {spec: {restartPolicy: Never, containers: [{name: trtexec, image: "tensorrt:26.07"}]}}
""",
)
