"""What brings the objects onto the cluster: Argo CD's projects, Applications and sets."""

from __future__ import annotations

from mutation.bases import Object
from mutation.changes import dropped, having, lacking, misspelt, misspelt_in, text, to
from mutation.mistakes import At, addition, deletion, mistake

APP = ("Application",)


def _has_project(obj: Object) -> bool:
    return bool(obj["spec"]["project"] != "default")


SET = ("ApplicationSet",)
PROJECT = ("AppProject",)

APPLICATIONS = (
    mistake("misspell a project", At(APP, "spec project", _has_project, ("written",)), misspelt),
    mistake(
        "take sources that the project forbids",
        At(APP, "spec source repoURL", _has_project),
        to("https://git.example.com/ml/other.git"),
        PROJECT,
    ),
    mistake(
        "go to a namespace that the project forbids",
        At(APP, "spec destination namespace", _has_project),
        to("kube-system"),
        PROJECT,
    ),
    mistake("give a destination two names", At(APP, "spec destination"), having(name="in-cluster")),
    mistake("forget the destination", At(APP, "spec destination"), lacking("server")),
    mistake("forget the path", At(APP, "spec source path"), dropped),
    mistake("follow whatever is newest", At(APP, "spec source targetRevision"), to("HEAD"), practice=True),
    mistake(
        "misspell a sync option",
        At(APP, "spec syncPolicy syncOptions"),
        lambda options, random: [misspelt(o, random) for o in options],
    ),
    mistake(
        "write the ignored fields all the same",
        At(APP, "spec syncPolicy syncOptions"),
        lambda options, random: [o for o in options if not o.startswith("Respect")],
    ),
    mistake(
        "ignore a field that there is not",
        At(APP, "spec ignoreDifferences * jsonPointers"),
        to(["spec/replicas"]),
    ),
    mistake("ignore a group that there is not", At(APP, "spec ignoreDifferences * group"), misspelt),
    mistake("misspell a wave", At(APP, "metadata annotations argocd.argoproj.io/sync-wave"), to("first")),
    mistake(
        "misspell Argo CD's annotation",
        At((), "metadata annotations"),
        lambda annotations, random: {
            key.replace("sync-wave", "syncwave").replace("sync-options", "sync-option"): value
            for key, value in annotations.items()
        },
    ),
    mistake("wait for a word", At(APP, "spec syncPolicy retry backoff duration"), to("ten seconds")),
    mistake(
        "replace instead of applying",
        At(APP, "spec syncPolicy syncOptions"),
        lambda options, random: ["Replace=true", *options],
    ),
    mistake(
        "delete everything on an empty render",
        At(APP, "spec syncPolicy automated", lambda obj: "prune" in str(obj)),
        having(allowEmpty=True),
    ),
    mistake(
        "give labels to a namespace that nobody makes",
        At(APP, "spec syncPolicy"),
        having(managedNamespaceMetadata={"labels": {"team": "ml"}}),
    ),
    mistake("read a source in two ways", At(APP, "spec source"), having(chart="triton")),
    addition(
        "deploy a folder twice",
        APP,
        lambda obj: {**obj, "metadata": {**obj["metadata"], "name": obj["metadata"]["name"] + "-2"}},
    ),
)

PROJECTS = (
    mistake(
        "forbid an Application's source",
        At(PROJECT, "spec sourceRepos"),
        to(["https://git.example.com/ml/other.git"]),
        (*APP, *SET),
    ),
    mistake(
        "forbid an Application's namespace",
        At(PROJECT, "spec destinations"),
        lambda found, random: found[:1],
        (*APP, *SET),
    ),
    mistake(
        "allow everything",
        At(PROJECT, "spec"),
        having(
            sourceRepos=["*"],
            destinations=[{"server": "*", "namespace": "*"}],
            clusterResourceWhitelist=[{"group": "*", "kind": "*"}],
        ),
    ),
    mistake(
        "write a policy that cannot be read",
        At(PROJECT, "spec"),
        having(roles=[{"name": "ci", "policies": ["p, proj:triton:ci, applications, sync"]}]),
    ),
    mistake(
        "write a window that never opens",
        At(PROJECT, "spec"),
        having(
            syncWindows=[{"kind": "allow", "schedule": "0 8 * *", "duration": "1h", "applications": ["*"]}]
        ),
    ),
    deletion("delete a project", PROJECT, (*APP, *SET)),
)

SETS = (
    mistake(
        "misspell a parameter",
        At(SET, "spec template spec source path"),
        misspelt_in(r"\.(model|name|path|service|environment)\b"),
    ),
    mistake("write a template in the other language", At(SET, "spec goTemplate"), dropped),
    mistake("pass over missing parameters", At(SET, "spec goTemplateOptions"), dropped),
    mistake("delete what runs with the set", At(SET, "spec syncPolicy"), dropped),
    mistake(
        "give all Applications one name", At(SET, "spec template metadata name"), text(r"\{\{.*\}\}", "model")
    ),
    mistake("misspell a set's project", At(SET, "spec template spec project"), misspelt),
    mistake(
        "generate into a forbidden namespace",
        At(SET, "spec template spec destination namespace"),
        to("kube-system"),
        PROJECT,
    ),
)

OPERATORS = (*APPLICATIONS, *PROJECTS, *SETS)
