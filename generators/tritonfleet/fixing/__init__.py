"""Mending files that people wrote: the smallest edit of the text, everything else left as it is."""
