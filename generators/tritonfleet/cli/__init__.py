"""The command line. Each command imports what it needs when it runs, so that ``--help`` is quick."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tritonfleet.cli.dashboards import dashboards_app
from tritonfleet.cli.gpu import gpu_app
from tritonfleet.cli.metrics import metrics_app
from tritonfleet.cli.queries import queries_app

app = typer.Typer(
    name="tritonfleet",
    help="One fleet spec becomes checked Helm values, Kustomize overlays, Argo CD apps and model configuration "
    "for NVIDIA Triton on Kubernetes.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
tools_app = typer.Typer(
    help="The outside tools that tritonfleet needs: find them, build them.", no_args_is_help=True
)
app.add_typer(tools_app, name="tools")
app.add_typer(gpu_app, name="gpu")
app.add_typer(dashboards_app, name="dashboards")
app.add_typer(metrics_app, name="metrics")
app.add_typer(queries_app, name="queries")


class Format(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class ScalingOwner(StrEnum):
    """Who decides the number of replicas."""

    KEDA = "keda"
    HPA = "hpa"
    KPA = "kpa"


class ScalingFormat(StrEnum):
    """How a service's scaling is written; yaml: the objects alone."""

    TEXT = "text"
    JSON = "json"
    YAML = "yaml"


class Balance(StrEnum):
    """How requests go to pods: at random, or in turn."""

    RANDOM = "random"
    TURNS = "turns"


class TextOrJson(StrEnum):
    """How a result is written."""

    TEXT = "text"
    JSON = "json"


Fleet = Annotated[Path, typer.Argument(help="The fleet file.", show_default=True)]
FLEET = Path("fleet.yaml")
Before = Annotated[
    Path | None,
    typer.Option(
        "--from", help="An earlier plan, to move as little of as can be; default: the one beside the fleet."
    ),
]
TimeLimit = Annotated[float, typer.Option(min=0.1, help="Seconds for the solver, a cluster.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same plan.")]


def _split(options: list[str] | None) -> list[str]:
    """``--select NET,SCL --select MON`` as one list."""
    return [part.strip() for option in options or [] for part in option.split(",") if part.strip()]


@app.command()
def init(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = FLEET,
) -> None:
    """Write a small, commented fleet to start from."""
    from tritonfleet.cli.start import write_first_fleet

    write_first_fleet(path)


@app.command(name="import")
def import_(
    repository: Annotated[Path, typer.Argument(help="A Triton model repository: a local folder.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The fleet file to write; default: print it.")
    ] = None,
) -> None:
    """Make a fleet out of an existing model repository."""
    from tritonfleet.cli.start import import_repository

    import_repository(repository, output)


@app.command()
def generate(
    fleet: Fleet = FLEET,
    out: Annotated[
        Path | None, typer.Option(help="Where to write; default: the folder of the fleet file.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if the tree on disk differs.")
    ] = False,
) -> None:
    """Generate values, Kustomize and Argo CD files and model configuration."""
    from tritonfleet.cli.generate import run_generate

    raise typer.Exit(run_generate(fleet, out, only_compare=check))


@app.command()
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="A fleet file, or manifests: files, folders, kustomizations, charts, - for standard input."
        ),
    ] = None,
    fleet: Annotated[
        Path | None, typer.Option(help="The fleet whose cluster the manifests are for: facts for the rules.")
    ] = None,
    environment: Annotated[str | None, typer.Option("--env", help="The environment of that fleet.")] = None,
    kubernetes: Annotated[
        str | None, typer.Option(help="Kubernetes version of bare manifests, e.g. 1.36.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How findings are written.")] = Format.TEXT,
    fail_on: Annotated[
        FailOn, typer.Option(help="Least severity that makes the exit code 1.")
    ] = FailOn.ERROR,
    select: Annotated[
        list[str] | None, typer.Option(help="Only these rules (or prefixes, e.g. NET).")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Not these rules (or prefixes).")] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Findings in this file are known: leave them be.")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option(help="Write what is found now to this file, and exit 0.")
    ] = None,
    values: Annotated[
        list[Path] | None, typer.Option("--values", "-f", help="A values file for charts.")
    ] = None,
    set_values: Annotated[
        list[str] | None, typer.Option("--set", help="A value for charts: key=value.")
    ] = None,
    release: Annotated[str, typer.Option(help="The release name of charts.")] = "release-name",
    namespace: Annotated[str, typer.Option("--namespace", "-n", help="The namespace of charts.")] = "default",
    api_versions: Annotated[
        list[str] | None, typer.Option(help="An API that the cluster has, for charts that ask (repeatable).")
    ] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="Mend the fleet or the manifests where that is safe; shows the change first."
        ),
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")
    ] = False,
    kubeconform: Annotated[
        bool, typer.Option("--kubeconform", help="Ask kubeconform for a second opinion on schemas.")
    ] = False,
) -> None:
    """Check a fleet and everything generated from it, or any manifests."""
    from tritonfleet.cli.check import CheckRequest, run_check
    from tritonfleet.render.inputs import ChartOptions

    request = CheckRequest(
        paths or [str(FLEET)],
        style=format.value,
        fail_on=fail_on.value,
        select=_split(select),
        ignore=_split(ignore),
        kubernetes=kubernetes,
        fleet=fleet,
        environment=environment,
        baseline=baseline,
        write_baseline=write_baseline,
        second_opinion=kubeconform,
        fix=fix,
        only_diff=diff,
        chart=ChartOptions(
            values or [], set_values or [], release, namespace, api_versions or [], kubernetes=kubernetes
        ),
    )
    raise typer.Exit(run_check(request))


@app.command()
def explain(
    rule: Annotated[
        str, typer.Argument(help="A rule's id, such as GPU104; the beginning of one lists those.")
    ],
) -> None:
    """Say what a finding means, why it hurts, and how to mend it."""
    from tritonfleet.cli.rules import run_explain

    raise typer.Exit(run_explain(rule))


@app.command()
def runbook(
    alert: Annotated[
        str | None, typer.Argument(help="An alert, such as TritonServiceDown; none: list them.")
    ] = None,
    namespace: Annotated[
        str | None, typer.Option("--namespace", "-n", help="The namespace to put into its queries.")
    ] = None,
    service: Annotated[str | None, typer.Option(help="The service to put into its queries.")] = None,
) -> None:
    """Say what an alert means, what to look at, and what mends it."""
    from tritonfleet.cli.runbooks import run_runbook

    raise typer.Exit(run_runbook(alert, namespace, service))


@app.command()
def rules(
    area: Annotated[str | None, typer.Option(help="Only this area, or a beginning of ids, e.g. GPU.")] = None,
    severity: Annotated[FailOn | None, typer.Option(help="Only rules of this severity.")] = None,
    search: Annotated[str | None, typer.Option(help="Only rules that say this text.")] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List the rules."""
    from tritonfleet.cli.rules import run_rules

    raise typer.Exit(run_rules(area, severity.value if severity else None, search, as_json=json))


@app.command()
def diff(
    fleet: Fleet = FLEET,
    against: Annotated[str, typer.Option(help="Another fleet file, or a Git revision of this one.")] = "HEAD",
) -> None:
    """Show what a change of the fleet changes: by object and field."""
    from tritonfleet.cli.diff import run_diff

    raise typer.Exit(run_diff(fleet, against))


@app.command()
def plan(
    fleet: Fleet = FLEET,
    environment: Annotated[str | None, typer.Option("--env", help="Only this environment.")] = None,
    service: Annotated[str | None, typer.Option(help="Only this service.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each number was chosen.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON, with the reasons.")] = False,
    map: Annotated[bool, typer.Option("--map", help="Draw every GPU and who sits on it.")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write the plan beside the fleet, for `generate` to follow.")
    ] = False,
    before: Before = None,
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """Place every service on the GPUs, and show the numbers that tritonfleet derived."""
    from tritonfleet.cli.plan import Shown, run_plan
    from tritonfleet.cli.planning import Solving

    shown = Shown(environment, service, explain=explain, as_json=json, as_map=map)
    raise typer.Exit(run_plan(fleet, shown, Solving(before, time_limit, seed), write=write))


@app.command()
def scaling(
    service: Annotated[str, typer.Argument(help="The service.")],
    fleet: Fleet = FLEET,
    environment: Annotated[str | None, typer.Option("--env", help="Only this environment.")] = None,
    owner: Annotated[
        ScalingOwner | None, typer.Option(help="Who would decide; default: whom the fleet names.")
    ] = None,
    form: Annotated[ScalingFormat, typer.Option("--format", help="How it is written.")] = ScalingFormat.TEXT,
) -> None:
    """Say what a service is scaled on and why, and show the autoscaler."""
    from tritonfleet.cli.scaling import run_scaling

    raise typer.Exit(run_scaling(fleet, service, environment, owner.value if owner else None, form.value))


@app.command()
def simulate(
    fleet: Annotated[
        Path | None,
        typer.Argument(help="The fleet file; default: fleet.yaml, or none with --service-time alone."),
    ] = None,
    service: Annotated[str | None, typer.Option(help="Which service of the fleet.")] = None,
    environment: Annotated[str | None, typer.Option("--env", help="In which environment.")] = None,
    policy: Annotated[
        list[str] | None,
        typer.Option(
            help="What to scale on: auto, queue-time, concurrency, pending, requests, gpu, cpu, gateway, static; "
            "gpu:defaults leaves all but the target to KEDA (repeatable). Default: auto."
        ),
    ] = None,
    compare: Annotated[bool, typer.Option("--compare", help="The usual signals side by side.")] = False,
    trace: Annotated[
        Path | None, typer.Option(help="A CSV of seconds,requests_per_second instead of a shape.")
    ] = None,
    shape: Annotated[str, typer.Option(help="steady, step, ramp, spike or diurnal.")] = "step",
    peak: Annotated[
        float | None,
        typer.Option(min=0.001, help="Requests a second at most; default: slo.requestsPerSecond."),
    ] = None,
    duration: Annotated[str | None, typer.Option(help="Stretch the trace to so long, e.g. 2h.")] = None,
    service_time: Annotated[
        str, typer.Option(help="Instead of the profile: 20ms a batch, or 5ms+2ms a batch and each request.")
    ] = "",
    max_batch: Annotated[int | None, typer.Option(min=1, max=4096, help="Instead of the model's.")] = None,
    instances: Annotated[int | None, typer.Option(min=1, max=64, help="Instead of the model's.")] = None,
    start: Annotated[str | None, typer.Option(help="Until a new pod is ready, e.g. 90s.")] = None,
    slo: Annotated[str | None, typer.Option(help="Without a fleet: 99% of requests within so long.")] = None,
    least: Annotated[
        int | None, typer.Option("--min", min=0, help="Without a fleet: replicas at least; default: 1.")
    ] = None,
    most: Annotated[
        int | None, typer.Option("--max", min=1, help="Without a fleet: replicas at most; default: 10.")
    ] = None,
    blackout: Annotated[str | None, typer.Option(help="When Prometheus finds nothing, e.g. 15m-25m.")] = None,
    cpu_per_request: Annotated[
        str | None, typer.Option(help="CPU time of a request, for policy cpu.")
    ] = None,
    balance: Annotated[Balance, typer.Option(help="How requests go to pods.")] = Balance.RANDOM,
    uniform: Annotated[
        bool, typer.Option("--uniform", help="Evenly spaced arrivals, not Poisson's.")
    ] = False,
    seed: Seed = 0,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A picture or page: .svg, .png or .html.")
    ] = None,
    format: Annotated[TextOrJson, typer.Option(help="How the comparison is printed.")] = TextOrJson.TEXT,
) -> None:
    """Replay load against a service and its autoscaler: replicas, latency, misses, GPU-hours."""
    from tritonfleet.cli.simulate import run_simulate
    from tritonfleet.cli.simulate_options import Options

    given = Options(
        fleet, service, environment, policy or [], compare, trace, shape, peak, duration, service_time, max_batch,
        instances, start, slo, least, most, blackout, cpu_per_request, balance.value, uniform, seed, output,
        format.value,
    )  # fmt: skip
    raise typer.Exit(run_simulate(given))


@app.command()
def report(
    fleet: Fleet = FLEET,
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")] = Path(
        "report.html"
    ),
    before: Before = None,
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """Draw the plan: every GPU with its slices to scale, and the services on them."""
    from tritonfleet.cli.planning import Solving
    from tritonfleet.cli.report import run_report

    raise typer.Exit(run_report(fleet, output, Solving(before, time_limit, seed)))


@app.command()
def schema(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write it to this file.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Exit 1 if the file differs.")] = False,
) -> None:
    """The JSON schema of the fleet file, for editors."""
    from tritonfleet.cli.schema import run_schema

    raise typer.Exit(run_schema(output, only_compare=check))


@app.command()
def version() -> None:
    """Versions of tritonfleet and of the tools it found."""
    from tritonfleet.cli.versions import print_versions

    print_versions()


@tools_app.command("install")
def tools_install(
    names: Annotated[
        list[str] | None, typer.Argument(help="Which; default: all that the checks need.")
    ] = None,
) -> None:
    """Build the tools that are not on PATH, once, into the user's cache."""
    from tritonfleet.cli.versions import install_tools

    install_tools(names or [])
