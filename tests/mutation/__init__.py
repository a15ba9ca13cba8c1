"""Proof by mutation: one realistic mistake at a time in trees that are right, and whether a check names it.

``bases`` holds the trees, ``operators`` the mistakes people make, ``variations`` the changes that are no mistakes,
``trial`` runs them. ``PYTHONPATH=tests python -m mutation`` prints the table; survivors.yaml says of every mistake that
no check reports why that is right.
"""
