"""Validate the data against itself and against what was published before."""
