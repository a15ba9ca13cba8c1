"""``tritonfleet diff``: what a change of the fleet changes, by object and field."""

from __future__ import annotations

import difflib
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tritonfleet.cli.output import console, progress
from tritonfleet.emit.jsonpatch import diff
from tritonfleet.errors import InputError, Location
from tritonfleet.pipeline.prepare import load, prepare
from tritonfleet.pipeline.run import Generated, generate
from tritonfleet.pipeline.store import Store, open_store
from tritonfleet.spec.load import FleetFile, load_fleet, parse_fleet
from tritonfleet.spec.plan_file import parse_plan, plan_path
from tritonfleet.spec.resolve import BASE
from tritonfleet.words import count

Object = dict[str, Any]
Identity = tuple[str, str, str]
"""Environment, kind, name."""


def run_diff(path: Path, against: str) -> int:
    """Print the difference; the exit code is 0 whether or not there is one."""
    old_file = _earlier(path, against)
    with (
        open_store(path) as new_store,
        open_store(path.with_suffix(".earlier")) as old_store,
        progress() as show,
    ):
        new = generate(prepare(load(path, new_store), new_store, show), new_store, show)
        old = generate(prepare(old_file, old_store, show), old_store, show)
        changed = _print_objects(_objects(old, new, old_store), _objects(new, old, new_store))
        changed += _print_models(_models(old), _models(new))
    if not changed:
        console().print(f"no object differs from {against}")
    return 0


def _earlier(path: Path, against: str) -> FleetFile:
    other = Path(against)
    if other.is_file():
        return load_fleet(other)
    shown = _show(path, against)
    if shown.returncode:
        reason = (shown.stderr.strip().splitlines() or ["git said nothing"])[-1]
        raise InputError.of(
            f"{against} is no file, and git has no such version: {reason}", Location(str(path))
        )
    beside = _show(plan_path(path), against)
    plan = None if beside.returncode else parse_plan(beside.stdout, plan_path(path))
    return parse_fleet(shown.stdout, path, plan=plan)


def _show(path: Path, revision: str) -> subprocess.CompletedProcess[str]:
    """A file as Git has it in a revision."""
    command = ["git", "-C", str(path.parent), "show", f"{revision}:./{path.name}"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _objects(one: Generated, other: Generated, store: Store) -> dict[Identity, Object]:
    """Objects of the units that differ, by environment, kind and name."""
    units = [name for name, key in one.keys.items() if other.keys.get(name) != key]
    return {
        (environment, obj["kind"], obj["metadata"]["name"]): obj
        for name in units
        for environment, objects in one.objects(store, name).items()
        if environment != BASE
        for obj in objects
    }


def _models(generated: Generated) -> dict[str, str]:
    chosen = {path: c for path, c in generated.files.items() if path.startswith("models/")}
    return {path: content.load().decode().split("\n", 1)[1] for path, content in chosen.items()}


def _print_objects(old: Mapping[Identity, Object], new: Mapping[Identity, Object]) -> int:
    out, changed, environment = console(), 0, ""
    for key in sorted(old.keys() | new.keys()):
        lines = list(_lines(old.get(key), new.get(key)))
        if not lines:
            continue
        if key[0] != environment:
            environment = key[0]
            out.print(f"[bold]{environment}[/]")
        sign = "+" if key not in old else "-" if key not in new else "~"
        colour = {"+": "green", "-": "red", "~": "yellow"}[sign]
        out.print(f"  [{colour}]{sign} {key[1]} {key[2]}[/]")
        for line in lines:
            out.print(f"      {line}", markup=False)
        changed += 1
    if changed:
        out.print(f"{count(changed, 'object')} changed")
    return changed


def _lines(old: Object | None, new: Object | None) -> Iterator[str]:
    """One line for each field that differs; an object that comes or goes has none but its own."""
    if old is None or new is None:
        yield "the whole object"
        return
    for operation in diff(old, new):
        path = operation["path"]
        before, after = _at(old, path), operation.get("value")
        field = path.strip("/").replace("/", ".").replace("~1", "/").replace("~0", "~")
        if operation["op"] == "add":
            yield f"{field}: added {_short(after)}"
        elif operation["op"] == "remove":
            yield f"{field}: removed {_short(before)}"
        else:
            yield f"{field}: {_short(before)} → {_short(after)}"


def _at(value: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError):
            return None
    return value


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 100 else f"{text[:97]}…"


def _print_models(old: Mapping[str, str], new: Mapping[str, str]) -> int:
    out, changed = console(), 0
    for path in sorted(old.keys() | new.keys()):
        before, after = old.get(path, ""), new.get(path, "")
        if before == after:
            continue
        changed += 1
        out.print(f"[bold]{path}[/]")
        lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
        for line in list(lines)[2:]:
            out.print(f"  {line}", markup=False)
    return changed
