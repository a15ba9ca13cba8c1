"""The sources of a rule as links, where what they name can be linked to."""

from __future__ import annotations

import re

_REPOSITORY = r"(?P<repo>[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*)"
_THREAD = re.compile(_REPOSITORY + r"#(?P<number>\d+)")
_FILE = re.compile(_REPOSITORY + r":(?P<path>[\w./+-]+)(?:@(?P<version>[\w.+-]+))?")
_OWN_PAGE = re.compile(r"tritonfleet:docs/(?P<page>[\w-]+\.md)")


def linked(source: str) -> str:
    """A source in Markdown: a thread or a file of a repository, or a page of ours, as a link; else as it is.

    Links to our pages are relative to docs/rules/.
    """
    if thread := _THREAD.fullmatch(source):
        return f"[{source}](https://github.com/{thread['repo']}/issues/{thread['number']})"
    if file := _FILE.fullmatch(source):
        version = file["version"] or "HEAD"
        return f"[{source}](https://github.com/{file['repo']}/blob/{version}/{file['path']})"
    if page := _OWN_PAGE.fullmatch(source):
        return f"[docs/{page['page']}](../{page['page']})"
    return source
