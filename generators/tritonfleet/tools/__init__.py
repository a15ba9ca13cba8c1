"""The command-line tools tritonfleet starts: found on PATH, or built once from pinned Go modules."""

from tritonfleet.tools.build import ensure
from tritonfleet.tools.locate import find
from tritonfleet.tools.progress import Progress

__all__ = ["Progress", "ensure", "find"]
