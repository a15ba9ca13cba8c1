"""Argo CD's objects: what Applications say, and what projects permit."""

from tritonfleet.checks.argocd.applications import Application, applications, sources
from tritonfleet.checks.argocd.permissions import permits_destination, permits_source

__all__ = ["Application", "applications", "permits_destination", "permits_source", "sources"]
