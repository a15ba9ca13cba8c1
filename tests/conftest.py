"""What holds for every test."""

from __future__ import annotations

import os

from hypothesis import settings

# What passes on a desk passes in CI: there, examples follow from the test alone. New ones are looked for on desks.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
