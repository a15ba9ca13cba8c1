"""Packing, measured: ParvaGPU's scenarios, openb's fractions, a thousand mixed services."""

from bench.packing.figures import mixed_services, openb_fractions, parvagpu_scenarios

__all__ = ["mixed_services", "openb_fractions", "parvagpu_scenarios"]
