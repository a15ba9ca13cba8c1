"""Updates and drains: strategies, Argo Rollouts, analyses, disruption budgets."""

from __future__ import annotations

from mutation.changes import dropped, having, lacking, misspelt, text, to
from mutation.mistakes import At, deletion, mistake
from mutation.operators.names import named

ROLLOUT = ("Rollout",)
CANARY = "spec strategy canary"
PDB = ("PodDisruptionBudget",)
ANALYSIS = ("AnalysisTemplate",)

STRATEGY = (
    mistake(
        "neither surge nor let a pod go",
        At(("Deployment",), "spec strategy rollingUpdate"),
        to({"maxSurge": 0, "maxUnavailable": 0}),
    ),
    mistake(
        "surge on GPUs that are not free",
        At(("Deployment",), "spec strategy rollingUpdate", named("vision"), ("prod",)),
        to({"maxSurge": "100%", "maxUnavailable": 0}),
        ("ResourceQuota",),
    ),
    mistake(
        "stop all pods at every update",
        At(("Deployment",), "spec strategy", bases=("written", "prod")),
        to({"type": "Recreate"}),
    ),
    mistake(
        "let all pods go at once",
        At(("Deployment",), "spec strategy rollingUpdate", bases=("written", "prod")),
        to({"maxSurge": 0, "maxUnavailable": "100%"}),
    ),
    mistake(
        "give a rollout up before pods can be ready",
        At(
            ("Deployment", "Rollout"),
            "spec progressDeadlineSeconds",
            lambda obj: obj["metadata"]["name"] != "demo",
        ),
        to(60),
    ),
    mistake(
        "want pods ready for longer than a rollout waits",
        At(("Deployment",), "spec"),
        having(minReadySeconds=3600),
    ),
    mistake("keep no revision", At(("Deployment",), "spec revisionHistoryLimit"), to(0)),
    mistake("leave a workload paused", At(("Deployment",), "spec"), having(paused=True)),
    mistake(
        "mount a volume that one node can mount",
        At(("PersistentVolumeClaim",), "spec accessModes"),
        to(["ReadWriteOnce"]),
        ("Deployment", "Rollout", "StatefulSet"),
    ),
)

BUDGETS = (
    mistake(
        "block every drain",
        At(PDB, "spec"),
        lambda spec, random: {"selector": spec["selector"], "maxUnavailable": 0},
    ),
    mistake(
        "keep every pod",
        At(PDB, "spec"),
        lambda spec, random: {"selector": spec["selector"], "minAvailable": "100%"},
    ),
    mistake(
        "keep more pods than there are",
        At(PDB, "spec"),
        lambda spec, random: {"selector": spec["selector"], "minAvailable": 50},
    ),
    mistake("bound a budget on both sides", At(PDB, "spec"), having(minAvailable=1, maxUnavailable=1)),
    mistake("wait for broken pods", At(PDB, "spec unhealthyPodEvictionPolicy"), dropped, practice=True),
)

CANARIES = (
    mistake("give both versions one Service", At(ROLLOUT, f"{CANARY} canaryService"), to("vision-stable")),
    mistake("misspell the canary's Service", At(ROLLOUT, f"{CANARY} canaryService"), misspelt),
    mistake("forget the stable Service", At(ROLLOUT, f"{CANARY} stableService"), dropped),
    mistake(
        "misspell the route of a canary",
        At(ROLLOUT, f"{CANARY} trafficRouting plugins argoproj-labs/gatewayAPI httpRoute"),
        misspelt,
    ),
    mistake(
        "look for the route elsewhere",
        At(ROLLOUT, f"{CANARY} trafficRouting plugins argoproj-labs/gatewayAPI namespace"),
        to("gateway-system"),
    ),
    mistake(
        "leave the canary out of the route",
        At(("HTTPRoute",), "spec rules * backendRefs"),
        lambda refs, random: [r for r in refs if not r["name"].endswith("-canary")],
        ROLLOUT,
    ),
    mistake("weigh a step above a hundred", At(ROLLOUT, f"{CANARY} steps * setWeight"), to(120)),
    mistake(
        "misspell a step",
        At(ROLLOUT, f"{CANARY} steps *"),
        lambda step, random: {misspelt(k, random): v for k, v in step.items()},
    ),
    mistake("say two things in a step", At(ROLLOUT, f"{CANARY} steps *"), having(setWeight=10, pause={})),
    mistake(
        "misspell a step's analysis",
        At(ROLLOUT, f"{CANARY} steps * analysis templates * templateName"),
        misspelt,
    ),
    mistake("forget an analysis' argument", At(ROLLOUT, f"{CANARY} steps * analysis"), lacking("args")),
    mistake(
        "misspell an analysis' argument", At(ROLLOUT, f"{CANARY} steps * analysis args * name"), misspelt
    ),
    mistake("forget the strategy's kind", At(ROLLOUT, "spec strategy"), to({})),
    mistake(
        "mix both strategies",
        At(ROLLOUT, "spec strategy"),
        having(blueGreen={"activeService": "vision-stable"}),
    ),
    mistake("pause for a word", At(ROLLOUT, f"{CANARY} steps * pause duration"), to("five minutes")),
    mistake(
        "run both versions in full",
        At(ROLLOUT, "spec"),
        lambda spec, random: {
            **spec,
            "replicas": 8,
            "strategy": {"blueGreen": {"activeService": "vision-stable", "previewService": "vision-canary"}},
        },
    ),
    deletion("delete an analysis", ANALYSIS, ROLLOUT),
    deletion("delete a canary's Service", ("Service",), ROLLOUT),
    mistake(
        "select other pods by the canary's Service",
        At(("Service",), "spec selector"),
        lambda selector, random: {**selector, "track": "canary"} if "vision" in str(selector) else selector,
        ROLLOUT,
    ),
)

ANALYSES = (
    mistake(
        "misspell an argument in a query",
        At(ANALYSIS, "spec metrics * provider prometheus query"),
        text(r"args\.pods", "args.pod"),
    ),
    mistake(
        "compare a list with a number", At(ANALYSIS, "spec metrics * successCondition"), to("result < 0.01")
    ),
    mistake("break a condition", At(ANALYSIS, "spec metrics * successCondition"), text(r"\]", "")),
    mistake("fail without traffic", At(ANALYSIS, "spec metrics * successCondition"), to("result[0] < 0.01")),
    mistake("forget the condition", At(ANALYSIS, "spec metrics * successCondition"), dropped),
    mistake("never end an analysis", At(ANALYSIS, "spec metrics * count"), dropped),
    mistake("tolerate more failures than measurements", At(ANALYSIS, "spec metrics * failureLimit"), to(9)),
    mistake("measure often without an interval", At(ANALYSIS, "spec metrics * interval"), dropped),
    mistake(
        "ask a Prometheus that is not there",
        At(ANALYSIS, "spec metrics * provider prometheus address"),
        text(r"prometheus\.monitoring", "prometheus.observability"),
    ),
    mistake(
        "ask two providers",
        At(ANALYSIS, "spec metrics * provider"),
        having(web={"url": "https://example.com", "jsonPath": "{$.ok}"}),
    ),
    mistake("rename an analysis' argument", At(ANALYSIS, "spec args * name"), misspelt, ROLLOUT),
)

OPERATORS = (*STRATEGY, *BUDGETS, *CANARIES, *ANALYSES)
