"""Rules about monitors, rules, dashboards."""
