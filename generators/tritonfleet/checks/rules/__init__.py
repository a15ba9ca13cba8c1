"""The rules, one a module: ``RULE`` and its check."""
