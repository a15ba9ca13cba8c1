"""The areas of the rules, in words: what each is called, and what goes wrong there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tritonfleet.checks.rule import Area


@dataclass(frozen=True, slots=True)
class AreaText:
    """An area's name, and an introduction of a few sentences, in Markdown."""

    name: str
    introduction: str


AREAS: Mapping[Area, AreaText] = {
    Area.FLEET: AreaText(
        "The fleet file",
        "What the fleet says must hold together before anything is generated from it. An error stops there, with the "
        "line; a warning is reported.",
    ),
    Area.GPU: AreaText(
        "GPUs: what pods ask for, what nodes advertise, how GPUs are shared",
        "A pod that asks for a resource under a name that no node advertises stays Pending without a word of why. The "
        "name follows from product, MIG strategy, layout, sharing and renaming, and each is written in another place.",
    ),
    Area.TRITON: AreaText(
        "Triton: its command line, its probes, its models' configuration",
        "What the server refuses at start, ignores, or does at the wrong time: flags by version, start and shutdown, "
        "shared memory, repositories. `TRT1NN` is Triton's own validation of config.pbtxt, rule NN: a model that it "
        "refuses is `UNAVAILABLE` in the repository index, and the server exits (`failed to load all models`), or does "
        "not get ready.",
    ),
    Area.WORKLOAD: AreaText(
        "Workloads and the objects they refer to",
        "Objects that the API server refuses or prunes, and names that lead nowhere.",
    ),
    Area.NETWORK: AreaText(
        "Services, routes and policies",
        "The way of a request from the outside to the port of a container, and what may cut it.",
    ),
    Area.MONITORING: AreaText(
        "Monitors, rules and dashboards",
        "From the port that a server opens to the query that somebody trusts. What breaks on this way breaks silently: "
        "the panel is empty, the alert never fires, the autoscaler reads zero.",
    ),
    Area.SCALING: AreaText(
        "Autoscaling",
        "Who decides the number of pods, by which number, and what happens when that number is missing.",
    ),
    Area.ROLLOUT: AreaText(
        "Rollouts",
        "Replacing pods that each hold a GPU: room for the new one, time to start, and judging it by the right number.",
    ),
    Area.KSERVE: AreaText(
        "KServe",
        "InferenceServices, the runtimes that fit them, and fields that one mode or the other ignores.",
    ),
    Area.GITOPS: AreaText(
        "Argo CD, Helm, Kustomize",
        "What applies the manifests, and what it overwrites, prunes, or refuses.",
    ),
    Area.SECURITY: AreaText(
        "Secrets, rights and hardening",
        "What is written in plain text, what may be done by whom, and what an admission policy will refuse.",
    ),
    Area.USER: AreaText(
        "Your own rules",
        "Rules that an installed package of yours adds.",
    ),
}
"""Every area, in the order of documentation."""
