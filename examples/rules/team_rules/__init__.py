"""Our own rules for tritonfleet, one a module."""
