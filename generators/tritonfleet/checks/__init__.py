"""The check engine: rules over an indexed world of Kubernetes objects.

``run`` is all a caller needs; ``registry`` lists the rules for documentation.
"""

from tritonfleet.checks.engine import Report, run
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Finding, ObjectRef, Severity, Skipped

__all__ = ["Facts", "Finding", "ObjectRef", "Report", "Severity", "Skipped", "run"]
