"""The flags that a release of Triton knows, from catalog/triton.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

_RELEASE = re.compile(r"(\d\d)\.(\d\d)")
_PLAIN_TAG = re.compile(r"(\d\d)\.(0[1-9]|1[0-2])(-.*)?")


class Release(NamedTuple):
    """A release of Triton's images, by year and month: 24.10."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Release:
        """``24.10`` as a release. Raises ValueError for any other text."""
        match = _RELEASE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no release such as 24.10")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of_tag(cls, tag: str) -> Release | None:
        """The release that an image's tag (``24.10-py3``, or the server's version 2.51.0) names, if it does."""
        if match := _PLAIN_TAG.fullmatch(tag):
            return cls(int(match[1]), int(match[2]))
        return catalogue().of_version.get(tag.removeprefix("v"))

    def __str__(self) -> str:
        return f"{self.year}.{self.month:02}"


@dataclass(frozen=True, slots=True)
class Option:
    """A flag of the command line.

    type: how Triton reads its value (``none``: it takes none).  choices, form, least, most: what it may be.
    since, until: the releases that know it, the second excluded; None where there is no such bound.
    deprecated: the release that first warns of it.  instead: what to write in its place.
    repeats: whether each occurrence counts; otherwise the last one does.
    """

    name: str
    type: str
    choices: tuple[str, ...] = ()
    form: str = ""
    least: int | None = None
    most: int | None = None
    since: Release | None = None
    until: Release | None = None
    deprecated: Release | None = None
    instead: str = ""
    repeats: bool = False

    @property
    def takes_value(self) -> bool:
        """Whether the flag is followed by a value."""
        return self.type != "none"

    def known_to(self, release: Release | None) -> bool:
        """Whether the release has the flag; for an unknown release, whether any that is in use has."""
        if release is None:
            return self.until is None
        return (self.since is None or release >= self.since) and (self.until is None or release < self.until)


@dataclass(frozen=True, slots=True)
class MetricsSetting:
    """A setting of ``--metrics-config``: the values that have an effect (any if empty), the first release."""

    values: tuple[str, ...]
    since: Release


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is known of Triton's command line.

    options: by every name, also former ones; two names of one flag lead to the same option.
    of_version: release by version of the server.  newest: the last release that the catalogue covers.
    """

    options: Mapping[str, Option]
    of_version: Mapping[str, Release]
    newest: Release
    metrics_settings: Mapping[str, MetricsSetting]
    restrictable: tuple[str, ...]


@cache
def catalogue() -> Catalogue:
    """The catalogue, read once."""
    from tritonfleet import yamlio
    from tritonfleet.paths import catalog_file

    path = catalog_file("triton.yaml")
    read: Any = yamlio.load(yamlio.read_text(path), str(path))
    flags: dict[str, dict[str, Any]] = read["flags"]
    versions: dict[str, str] = read["releases"]["versions"]
    options = {name: _option(name, flag) for name, flag in flags.items() if "means" not in flag}
    options |= {name: options[flag["means"]] for name, flag in flags.items() if "means" in flag}
    releases = {version: Release.parse(release) for release, version in versions.items()}
    settings = {
        name: MetricsSetting(tuple(setting.get("values", ())), Release.parse(setting["since"]))
        for name, setting in read["metricsConfig"]["settings"].items()
    }
    restrictable = tuple(read["restrictable"]["names"])
    return Catalogue(options, releases, max(releases.values()), settings, restrictable)


def _option(name: str, flag: dict[str, Any]) -> Option:
    releases = {
        key: Release.parse(flag[key]) if key in flag else None for key in ("since", "until", "deprecated")
    }
    return Option(
        name,
        flag["type"],
        choices=tuple(flag.get("choices", ())),
        form=flag.get("form", ""),
        least=flag.get("least"),
        most=flag.get("most"),
        instead=flag.get("instead", ""),
        repeats=flag.get("repeats", False),
        **releases,
    )


def resolve(name: str, release: Release | None) -> Option | None:
    """The option that a written name means to a release; as getopt does, also by an unambiguous beginning."""
    options = catalogue().options
    exact = options.get(name)
    if exact is not None:
        return exact if exact.known_to(release) else None
    meant = {
        option.name: option
        for other, option in options.items()
        if other.startswith(name) and option.known_to(release)
    }
    return next(iter(meant.values())) if len(meant) == 1 else None
