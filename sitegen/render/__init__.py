"""Render the content of an output to bytes."""

from sitegen.render.keys import OutputKeys, TemplateDependencies

__all__ = ["OutputKeys", "TemplateDependencies"]
