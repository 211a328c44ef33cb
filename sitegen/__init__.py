"""sitegen: a static site generator for public programme reporting."""

__version__ = "0.1.0"
