"""The doors: what stands behind each command, a function each, from its arguments to its exit code."""
