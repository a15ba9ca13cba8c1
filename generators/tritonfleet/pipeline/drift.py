"""Whether the generated tree on disk is what the fleet generates now."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks import Finding, Severity
from tritonfleet.emit.tree import FOLDERS, Tree
from tritonfleet.errors import Location
from tritonfleet.pipeline.run import Generated
from tritonfleet.pipeline.store import Store

RULE = "GIT005"


def drift(generated: Generated, store: Store) -> Iterator[Finding]:
    """A finding for every generated file that is missing, differs, or is no longer generated.

    A fleet that was never generated beside its file has no drift.
    """
    root = generated.prepared.file.root
    if not any((root / folder).is_dir() for folder in FOLDERS):
        return
    tree = Tree(root, store.disk())
    changes = tree.compare(generated.files)
    store.put_disk(tree.noted, [])
    if changes.unchanged == 0 and not changes.changed:
        return
    for paths, what in (
        (changes.added, "is missing"),
        (changes.changed, "differs from what the fleet generates"),
        (changes.removed, "is no longer generated"),
    ):
        for path in paths:
            yield Finding(
                RULE,
                Severity.ERROR,
                f"{path} {what}",
                "run `tritonfleet generate` and commit the result",
                location=Location(path, 1, 1),
            )
