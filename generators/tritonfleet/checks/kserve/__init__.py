"""KServe's objects as its webhooks and controllers see them: services, runtimes, storage, graphs."""
