"""Holding what the check says of other people's projects against what people judged of it."""
