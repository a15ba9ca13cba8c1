"""The sources of a rule as links, where what they name can be linked to."""

from __future__ import annotations

import re

_REPOSITORY = r"(?P<repo>[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*)"
_THREAD = re.compile(_REPOSITORY + r"#(?P<number>\d+)")
_FILE = re.compile(
    _REPOSITORY + r":(?P<path>[\w./+-]+)(?::(?P<line>\d+)[\d,]*)?(?:@(?P<version>[\w.+-]*\w))?"
)
_OWN_PAGE = re.compile(r"tritonfleet:docs/(?P<page>[\w-]+\.md)")
_REMARK = re.compile(r"(?P<named>.*?)(?P<remark>(?:,? \(.*\)|, .*)?)")


def linked(source: str) -> str:
    """A source in Markdown: a thread or a file of a repository, or a page of ours, as a link; else as it is.

    A remark behind it, ``(function)`` or ``, function``, stays. Links to our pages are relative to docs/rules/.
    """
    parts = _REMARK.fullmatch(source)
    named, remark = (parts["named"], parts["remark"]) if parts else (source, "")
    link = _link(named)
    return f"[{named}]({link}){remark}" if link else source


def _link(named: str) -> str:
    """Where it can be read; nothing where that cannot be told."""
    if thread := _THREAD.fullmatch(named):
        return f"https://github.com/{thread['repo']}/issues/{thread['number']}"
    if file := _FILE.fullmatch(named):
        line = f"#L{file['line']}" if file["line"] else ""
        return f"https://github.com/{file['repo']}/blob/{file['version'] or 'HEAD'}/{file['path']}{line}"
    if page := _OWN_PAGE.fullmatch(named):
        return f"../{page['page']}"
    return ""
