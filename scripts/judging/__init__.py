"""Holding what the check says of other people's projects against what was judged of it."""
