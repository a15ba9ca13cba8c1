"""``tritonfleet generate``: write the generated tree, or say whether it is up to date."""

from __future__ import annotations

from pathlib import Path

from tritonfleet.cli.output import print_warnings, progress
from tritonfleet.emit.tree import Changes, Tree
from tritonfleet.errors import InputError, Location
from tritonfleet.pipeline.prepare import load, prepare
from tritonfleet.pipeline.run import Generated, generate
from tritonfleet.pipeline.store import open_store
from tritonfleet.words import count

SHOWN = 20
"""Paths listed before the rest is only counted."""


def run_generate(path: Path, out: Path | None, *, only_compare: bool) -> int:
    """Generate the tree of a fleet file. The exit code is 1 only when comparing finds a difference."""
    with open_store(path) as store, progress() as show:
        file = load(path, store)
        generated = generate(prepare(file, store, show), store, show)
        if out and not only_compare:
            _make_folder(out)
        tree = Tree(out or file.root, store.disk() if out is None else None)
        changes = tree.compare(generated.files) if only_compare else tree.write(generated.files)
        if out is None:
            store.put_disk(tree.noted, tree.gone)
    print_warnings(generated.prepared.warnings)
    _print(generated, changes, only_compare=only_compare)
    return int(only_compare and changes.any)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "impossible").lower()
        raise InputError.of(f"cannot make this folder: {reason}", Location(str(folder))) from None


def _print(generated: Generated, changes: Changes, *, only_compare: bool) -> None:
    from tritonfleet.cli.output import console

    out = console()
    listed = [("+", "green", path) for path in changes.added]
    listed += [("~", "yellow", path) for path in changes.changed]
    listed += [("-", "red", path) for path in changes.removed]
    for sign, colour, path in listed[:SHOWN]:
        out.print(f"[{colour}]{sign}[/] {path}")
    if len(listed) > SHOWN:
        out.print(f"  … and {len(listed) - SHOWN} more")
    fleet = generated.prepared.file.fleet
    scope = f"{count(len(fleet.services), 'service')} in {count(len(fleet.environments), 'environment')}"
    files = count(len(generated.files), "file")
    if not changes.any:
        out.print(f"{scope}: {files}, all up to date")
    elif only_compare:
        out.print(f"{scope}: {len(listed)} of {files} differ: run `tritonfleet generate`")
    else:
        out.print(f"{scope}: {files}, {len(listed)} written or removed")
