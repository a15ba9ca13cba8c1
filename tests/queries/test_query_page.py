"""docs/queries.md: what is often written, and what is right, are worked out and not claimed."""

from __future__ import annotations

import pytest
import yaml

from tritonfleet.docs.queries import often_written, query_reference
from tritonfleet.queries import queries

from .worked_examples import Example, worked_out
