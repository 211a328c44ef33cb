"""Composes the script of an interactive map with folium: the one file that imports it.

folium writes JavaScript by templates that do not escape what a record may hold, loads ten files from foreign hosts and
names every element at random. So its page is never published: only the script is taken, which names the map's element,
its options and the address of the data file. Village text stands in that file and is shown by map.js as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template

from sitegen.map_view import MapView


class SiteMap(folium.Map):
    """A map without tiles and without foreign files, which fills the element that the page has for it."""

    # Lists of its own: those of folium.Map are shared by every map of the process.
    default_js: list[tuple[str, str]] = []  # noqa: RUF012
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, view: MapView) -> None:
        self.element = view.element  # read while the parent is being made
        super().__init__(
            location=[view.latitude, view.longitude],
            zoom_start=view.zoom,
            tiles=None,
            zoom_control=False,  # map.js adds one with titles in the page's language
            attribution_control=False,  # the page says where the points come from
            scroll_wheel_zoom=False,  # or the page could not be scrolled past the map
        )
        self.options["max_zoom"] = view.max_zoom  # folium would only pass it to a tile layer

    def get_name(self) -> str:
        """The id of the element, which is the script's name for the map too."""
        return self.element


class VillageLayer(MacroElement):
    """Hands the map and the address of its data file to the theme's map.js, which draws the villages."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            sitegenMap.villages({{ this._parent.get_name() }}, {{ this.handed|tojavascript }});
        {% endmacro %}
        """
    )

    def __init__(self, view: MapView) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "VillageLayer"
        self.handed: dict[str, Any] = {"data": view.data, "root": view.root, "words": dict(sorted(view.words.items()))}


def map_script(view: MapView) -> str:
    """The script of the map, the same for the same view. Not to be called from two threads at once."""
    with _numbered_elements():
        site_map = SiteMap(view)
        site_map.add_child(VillageLayer(view))
        figure = site_map.get_root()
        assert isinstance(figure, Figure)
        figure.render()
        lines = figure.script.render().splitlines()
    return "".join(f"{line.strip()}\n" for line in lines if line.strip())


@contextmanager
def _numbered_elements() -> Iterator[None]:
    """Number branca's elements in the order of their making, where it would name them at random."""
    random_id, numbers = Element.__dict__["_generate_id"], count(1)
    setattr(Element, "_generate_id", classmethod(lambda cls: str(next(numbers))))  # noqa: B010  (mypy: a method)
    try:
        yield
    finally:
        setattr(Element, "_generate_id", random_id)  # noqa: B010
