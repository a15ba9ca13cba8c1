"""SCL224: a new version of a ScaledJob lets running jobs finish."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_PATH = ("spec", "rollout", "strategy")


def check(world: World) -> Verdicts:
    for job in world.index.of_kind("ScaledJob"):
        # The older field has the last word when it is set.
        given = value(job.data, "spec", "rolloutStrategy") or value(job.data, *_PATH)
        if job.group == "keda.sh" and given != "gradual":
            message = "with every change of the ScaledJob its running jobs are deleted, which is the default"
            if given:
                message = f"`strategy: {given}` deletes the running jobs with every change of the ScaledJob"
            yield Breach(job, _PATH, message, mend=Mend("set", _PATH, "gradual"))


_JOB = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: {name: embed, namespace: prod}
spec:
  ROLLOUT
  jobTargetRef: {template: {spec: {containers: [{name: embed, image: "registry.example.com/embed:2.1"}]}}}
  triggers: [{type: kafka, metadata: {bootstrapServers: "kafka:9092", consumerGroup: embed, topic: documents}}]
"""

RULE = Rule(
    id="SCL224",
    title="An update of a ScaledJob deletes the jobs that run",
    severity=Severity.WARNING,
    why="A release, or an annotation that a pipeline changes, and hours of batch inference are gone: KEDA "
    "deletes the jobs of the old version at once, and their work is started again from the beginning, if it is "
    "started at all.",
    fix="set `rollout.strategy: gradual`",
    sources=("kedacore/keda:controllers/keda/scaledjob_controller.go", "kedacore/keda#3596"),
    check=check,
    fails=_JOB.replace("  ROLLOUT\n", ""),
    passes=_JOB.replace("ROLLOUT", "rollout: {strategy: gradual}"),
)
