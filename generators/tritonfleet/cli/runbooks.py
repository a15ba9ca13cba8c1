"""``tritonfleet runbook``: what an alert means and what to do about it."""

from __future__ import annotations

import sys
from collections.abc import Iterator


def run_runbook(name: str | None, namespace: str | None, service: str | None) -> int:
    """Print an alert's page, with these names in its queries; without a name, list the alerts.

    Raises InputError for an alert that there is not.
    """
    from tritonfleet.alerts import alert

    if name is None:
        sys.stdout.write("".join(_lines()))
        return 0
    from tritonfleet.cli.rules import show_page
    from tritonfleet.docs.runbooks import runbook_page

    names = {key: value for key, value in (("namespace", namespace), ("job", service)) if value}
    show_page(runbook_page(alert(name), names))
    return 0


def _lines() -> Iterator[str]:
    from tritonfleet.alerts import alerts
    from tritonfleet.words import count

    for name, same in alerts().items():
        severities = ", ".join(dict.fromkeys(each.severity.value for each in same))
        yield f"{name:<30}{severities:<19}{same[0].runbook.means.split('. ')[0].rstrip('.:')}\n"
    yield f"{count(len(alerts()), 'alert')}; `tritonfleet runbook TritonServiceDown` tells more\n"
