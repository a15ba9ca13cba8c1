"""Rules about Services, routes and network policies."""
