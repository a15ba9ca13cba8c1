"""Which projects are checked, at which version, and what of them: tests/findings/projects.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "findings"


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Part(_Closed):
    """What is given to one run of the check: paths, or files that a ConfigMap would hold.

    ``paths``: files, folders, kustomizations and charts, in the project. ``values``, ``set`` and ``api_versions``:
    how charts are rendered, as ``helm template`` takes it. ``embedded``: dashboards and configurations, each put
    into a ConfigMap of its own. ``without_dependencies``: charts whose dependencies lie in a registry are
    rendered without them, but with ``subcharts``, those that lie in the same repository.
    """

    name: str
    paths: Sequence[str] = ()
    embedded: Sequence[str] = ()
    values: Sequence[str] = ()
    set: Sequence[str] = ()
    api_versions: Sequence[str] = ()
    kubernetes: str | None = None
    without_dependencies: bool = False
    subcharts: Sequence[str] = ()


class Each(_Closed):
    """Files and folders that are checked one by one, each as a part with its own path for a name."""

    paths: Sequence[str] = Field(min_length=1, description="glob patterns in the project")
    how: Literal["paths", "embedded"] = "paths"
    besides: Sequence[str] = ()


class Project(_Closed):
    """A public repository at one commit. ``left_out``: what of it is not checked, and why."""

    project: str = Field(pattern=r"^[\w.-]+/[\w.-]+$")
    version: str
    commit: str = Field(pattern=r"^[0-9a-f]{40}$")
    parts: Sequence[Part] = ()
    each: Sequence[Each] = ()
    left_out: Sequence[str] = ()


def projects(file: Path = FOLDER / "projects.yaml") -> list[Project]:
    """The catalogue, in its order. Raises pydantic's ValidationError for what does not fit."""
    entries: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [Project.model_validate(entry) for entry in entries]
