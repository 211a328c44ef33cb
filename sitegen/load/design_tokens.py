"""The design tokens of a theme and of those it extends: colours, sizes, order of stylesheets; checks contrast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sitegen.contrast import GRAPHIC, TEXT, contrast, format_ratio, nearest_shade
from sitegen.load.context import LoadContext
from sitegen.models import Colour, Settings, Size, Theme, ThemeFile
from sitegen.models.kinds import SITE
from sitegen.problems import Span
from sitegen.record import record
from sitegen.scalars import Identifier, Line, Text, closest_match

STYLESHEET_FILE = "style.css"
"""A stylesheet in one file, which replaces those of extended themes; otherwise the files of style/ are joined."""
STYLES_FOLDER = "style/"
_BRAND = {"light": "accent", "dark": "accent_dark"}
"""The key of `brand:` in the settings, by colour scheme."""


@record
class ThemeSettings:
    """The contents of theme.yaml."""

    name: Line
    """The theme's name, as shown to people."""
    extends: Identifier | None = None
    """The theme that provides the templates, static files, messages and tokens that this one lacks."""
    description: Text | None = None
    """What the theme is for."""
    colours: tuple[Colour, ...] = ()
    """The theme's colours; they replace those of the same name in the theme that it extends."""
    type: tuple[Size, ...] = ()
    """Font sizes."""
    space: tuple[Size, ...] = ()
    """Spacing."""
    style: tuple[Identifier, ...] = ()
    """The files of static/style/ in the order in which they are joined, without `.css`; others follow by name."""


@dataclass(slots=True)
class DesignTokens:
    """Collects the tokens of a theme, from the nearest theme to the one that all extend."""

    context: LoadContext
    _order: tuple[Identifier, ...] = ()
    _has_stylesheet: bool = False
    """Whether a theme had a stylesheet in one file, so that those it extends add none."""
    _colours: dict[str, tuple[Colour, int, str, int]] = field(default_factory=dict)
    """By name: the colour, the depth of its theme in the chain, the file that declares it, and its index there."""
    _depth: int = 0

    def add(self, theme: Theme, file: str, settings: ThemeSettings | None, static: dict[str, ThemeFile]) -> None:
        """Add to `theme` the tokens it lacks; `file` is the theme.yaml. Moves the stylesheets out of `static`."""
        styles = {
            path: static.pop(path) for path in list(static) if path == STYLESHEET_FILE or path.startswith(STYLES_FOLDER)
        }
        if not self._has_stylesheet:
            for path, part in styles.items():
                theme.styles.setdefault(path, part)
        self._has_stylesheet = self._has_stylesheet or STYLESHEET_FILE in styles
        if settings:
            self._order = self._order or settings.style
            for number, colour in enumerate(settings.colours):
                self._colours.setdefault(colour.name, (colour, self._depth, file, number))
            for size in settings.type:
                theme.type.setdefault(size.name, size.value)
            for size in settings.space:
                theme.space.setdefault(size.name, size.value)
        self._depth += 1

    def complete(self, theme: Theme, config: Settings) -> None:
        """Order the stylesheets, apply the publisher's colours, and report colours of too little contrast."""
        ranks = {f"{STYLES_FOLDER}{name}.css": rank for rank, name in enumerate(self._order)}
        ordered = sorted(theme.styles, key=lambda path: (path != STYLESHEET_FILE, ranks.get(path, len(ranks)), path))
        files = {path: theme.styles.pop(path) for path in ordered}
        theme.styles.update(files)
        for name, (colour, *_) in self._colours.items():
            theme.colours[name] = _apply_brand(colour, config) if name == "accent" else colour
        for name, colour in theme.colours.items():
            for scheme in ("light", "dark"):
                self._check_contrast(theme, config, name, scheme)
            for key in ("text_on", "graphic_on"):
                for number, ground in enumerate(getattr(colour, key)):
                    if ground not in theme.colours:
                        _, _, file, at = self._colours[name]
                        if any(other.endswith("/theme.yaml") for other in self.context.unread):
                            continue  # the colour may be one that was refused there
                        span = self.context.span(file, "colours", at, key, number)
                        self.context.report.add(
                            "colour-unknown", span, closest_match(ground, theme.colours), name=ground
                        )

    def _check_contrast(self, theme: Theme, config: Settings, name: str, scheme: str) -> None:
        """Report the first pair of a colour with too little contrast, at the colour to be changed."""
        for ground, minimum in _required_contrasts(theme, name):
            one, other = (getattr(theme.colours[which], scheme) for which in (name, ground))
            ratio = contrast(one, other)
            if ratio >= minimum:
                continue
            to_change = min((name, ground), key=lambda which: self._theme_depth(which, scheme, config))
            value = one if to_change == name else other
            nearest = nearest_shade(value, self._adjacent_colours(theme, to_change, scheme), minimum)
            self.context.report.add(
                "low-contrast",
                self._find_span(to_change, scheme, config),
                value=value,
                ratio=format_ratio(ratio),
                least=f"{minimum:g}",
                name=ground if to_change == name else name,
                other=other if to_change == name else one,
                nearest=nearest or "-",
            )
            return

    def _adjacent_colours(self, theme: Theme, name: str, scheme: str) -> tuple[str, ...]:
        """List the colours from which one must differ: those below it, and those on it."""
        on = [ground for ground, _ in _required_contrasts(theme, name)]
        under = [other for other in theme.colours for ground, _ in _required_contrasts(theme, other) if ground == name]
        return tuple(getattr(theme.colours[other], scheme) for other in (*on, *under))

    def _theme_depth(self, name: str, scheme: str, config: Settings) -> int:
        return -1 if _is_brand(name, scheme, config) else self._colours[name][1]

    def _find_span(self, name: str, scheme: str, config: Settings) -> Span:
        if _is_brand(name, scheme, config):
            return self.context.span(SITE, "brand", _BRAND[scheme])
        _, _, file, number = self._colours[name]
        return self.context.span(file, "colours", number, scheme)


def _required_contrasts(theme: Theme, name: str) -> Iterator[tuple[str, float]]:
    """Yield the colours below one, each with the minimum contrast."""
    colour = theme.colours[name]
    yield from ((ground, TEXT) for ground in colour.text_on if ground in theme.colours)
    yield from ((ground, GRAPHIC) for ground in colour.graphic_on if ground in theme.colours)


def _apply_brand(colour: Colour, config: Settings) -> Colour:
    """Replace a colour by the publisher's own, where the settings have one."""
    light, dark = (getattr(config.brand, key, None) for key in _BRAND.values())
    return replace(colour, light=light or colour.light, dark=dark or colour.dark)


def _is_brand(name: str, scheme: str, config: Settings) -> bool:
    return name == "accent" and bool(getattr(config.brand, _BRAND[scheme], None))
