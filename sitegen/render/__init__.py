"""Render: the bytes of an output from its body, and nothing else. (What makes bytes is imported when some are made.)"""

from sitegen.render.keys import OutputKeys, TemplateDependencies

__all__ = ["OutputKeys", "TemplateDependencies"]
