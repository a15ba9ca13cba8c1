"""How requests travel: Services and their protocols, routes and their gateways, and the policies in between."""
