"""What Prometheus scrapes: from ServiceMonitors and PodMonitors, through Services, to ports of pods."""

from tritonfleet.checks.monitors.jobs import job_of
from tritonfleet.checks.monitors.model import Endpoint, Scrape, endpoints, scrapes, watched
from tritonfleet.checks.monitors.servers import (
    ServerScrape,
    answering,
    monitored_servers,
    relabelled,
    server_scrapes,
)

__all__ = [
    "Endpoint",
    "Scrape",
    "ServerScrape",
    "answering",
    "endpoints",
    "job_of",
    "monitored_servers",
    "relabelled",
    "scrapes",
    "server_scrapes",
    "watched",
]
