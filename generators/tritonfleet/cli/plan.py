"""``tritonfleet plan``: the derived numbers, and why each was chosen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tritonfleet.cli.gpu_plan import gpus_json, print_gpus, print_unmet
from tritonfleet.cli.output import console, print_warnings, progress
from tritonfleet.cli.planning import Solving, all_unmet, solve_fleet
from tritonfleet.pipeline.planning import Planned, write_plan
from tritonfleet.pipeline.prepare import Prepared, prepare
from tritonfleet.pipeline.store import open_store
from tritonfleet.planner.placing.explain import Unmet, why
from tritonfleet.planner.plan import ServicePlan, plan_service
from tritonfleet.planner.pools import Placement
from tritonfleet.planner.rollout import Strategy
from tritonfleet.planner.scaling.given import given_for
from tritonfleet.planner.smoke import SmokeRequest
from tritonfleet.spec.plan_file import plan_path
from tritonfleet.spec.resolve import BASE, resolve_service
from tritonfleet.suggest import require_known
from tritonfleet.words import quantity


@dataclass(frozen=True)
class Shown:
    """Of what the plan is shown, and how."""

    environment: str | None
    service: str | None
    explain: bool
    as_json: bool
    as_map: bool


def run_plan(path: Path, shown: Shown, how: Solving, *, write: bool) -> int:
    """Print the plan of a fleet, of one environment, or of one service. Exit code 1 when something has no place."""
    with open_store(path) as store, progress() as show:
        planned = solve_fleet(path, how, show)
        require_known(shown.environment, planned.file.fleet.environments, "environment")
        require_known(shown.service, planned.file.fleet.services, "service")
        missing = list(all_unmet(planned))
        prepared = None if missing else prepare(planned.file, store, show)
    plans = _plans(prepared, shown.environment, shown.service) if prepared else []
    if prepared:
        print_warnings(prepared.warnings)
    if shown.as_json:
        print(json.dumps(_as_json(prepared, plans, planned, missing), indent=2))  # noqa: T201
    else:
        if plans:
            _print_plans(plans, planned, explain=shown.explain)
        print_gpus(planned, as_map=shown.as_map)
        if prepared:
            _print_pools(prepared)
        print_unmet(missing)
    if write and not missing:
        write_plan(plan_path(path), planned.plan)
    return int(bool(missing))


def _plans(prepared: Prepared, environment: str | None, service: str | None) -> list[ServicePlan]:
    plans = []
    for name in [service] if service else list(prepared.keys):
        for key, resolved in resolve_service(prepared.file, name).items():
            if key != BASE and environment in (None, key):
                own = resolved.services[name]
                given = given_for(own, resolved, prepared.pools, prepared.file.root)
                plans.append(plan_service(own, resolved, prepared.pools, given))
    order = list(prepared.file.fleet.environments)
    return sorted(plans, key=lambda plan: order.index(plan.environment))


def _print_plans(plans: list[ServicePlan], planned: Planned, *, explain: bool) -> None:
    from rich.table import Table

    out = console()
    if not explain:
        table = Table("environment", "service", "resource", "pool", box=None, pad_edge=False)
        for title in ("start", "grace", "shm", "surge", "in flight"):
            table.add_column(title, justify="right")
        for plan in plans:
            table.add_row(*_row(plan))
        out.print(table)
        return
    for plan in plans:
        out.print(f"[bold]{plan.environment}/{plan.service}[/]")
        table = Table("number", "value", "because", box=None, pad_edge=False, show_header=False)
        if reason := _reason(plan, planned):
            table.add_row(
                "  place", plan.placement.value.pool_name if plan.placement else "", f"[dim]{reason}[/]"
            )
        for name, derived in plan.numbers():
            table.add_row(
                f"  {name.replace('_', ' ')}",
                quantity(_text(derived.value), derived.unit),
                f"[dim]{derived.reason}[/]",
            )
        out.print(table)


def _reason(plan: ServicePlan, planned: Planned) -> str | None:
    """Why the service sits where it does; None without a GPU."""
    name = f"{plan.environment}/{plan.service}"
    return next((why(placed, name) for placed in planned.clusters if name in placed.demands), None)


def _row(plan: ServicePlan) -> list[str]:
    placement = plan.placement.value if plan.placement else None
    strategy = plan.strategy.value
    return [
        plan.environment,
        plan.service,
        f"{placement.resource} × {placement.count}" if placement else "CPU",
        placement.pool_name if placement else "-",
        f"{plan.startup_budget.value} s",
        f"{plan.grace_period.value} s",
        f"{plan.shared_memory.value} Mi",
        _text(strategy),
        str(plan.concurrency.value),
    ]


def _print_pools(prepared: Prepared) -> None:
    from rich.table import Table

    if not prepared.pools:
        return
    table = Table("cluster", "pool", "resource", box=None, pad_edge=False)
    for title in ("has", "asked for", "free"):
        table.add_column(title, justify="right")
    for pool in prepared.pools.values():
        table.add_row(
            pool.cluster, pool.pool, pool.resource, *map(str, (pool.capacity, pool.used, pool.free))
        )
    out = console()
    out.print()
    out.print(table)


def _text(value: Any) -> str:
    if isinstance(value, Placement):
        return f"{value.resource} × {value.count}"
    if isinstance(value, Strategy):
        rolling = f"+{value.max_surge} -{value.max_unavailable}"
        return rolling if value.type == "RollingUpdate" else value.type
    if isinstance(value, SmokeRequest):
        return value.model
    if isinstance(value, tuple):
        return ", ".join(f"{one:g}" if isinstance(one, float) else str(one) for one in value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _as_json(
    prepared: Prepared | None, plans: list[ServicePlan], planned: Planned, missing: Sequence[Unmet]
) -> dict[str, Any]:
    pools = prepared.pools.values() if prepared else ()
    return {
        "version": 1,
        "services": [
            {
                "environment": plan.environment,
                "service": plan.service,
                "numbers": {
                    name: {"value": _plain(d.value), "unit": d.unit, "reason": d.reason}
                    for name, d in plan.numbers()
                },
            }
            for plan in plans
        ],
        "pools": [asdict(pool) | {"free": pool.free} for pool in pools],
        "clusters": [
            gpus_json(placed, planned.file.fleet.clusters[placed.name]) for placed in planned.clusters
        ],
        "unplaced": [asdict(found) for found in missing],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Placement):
        return {"pool": value.pool_name, "resource": value.resource, "count": value.count}
    if isinstance(value, Decimal):
        return float(value)
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
