"""Generate the script of an interactive map with folium; the only module that imports it.

folium's templates do not escape the texts of records, load ten files from other hosts and name elements at random. So
only its script is published, which contains no text of a record: it creates the map and calls the theme's scripts,
which fetch the data and show it as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import count

import folium
from branca.element import Element, Figure, MacroElement
from folium.plugins import Fullscreen, LocateControl
from folium.template import Template

from sitegen.map_data import MapView, TilesView

Files = list[tuple[str, str]]
LOCATE_ZOOM = 11
"""Largest zoom level at the reader's own location: a few kilometres across, since no point here is more exact."""


class SiteMap(folium.Map):
    """A map without files of other hosts, drawn into the page's own element."""

    # Own lists: those of folium.Map are shared by all maps of the process.
    default_js: Files = []  # noqa: RUF012
    default_css: Files = []  # noqa: RUF012

    def __init__(self, view: MapView) -> None:
        self.element = view.element  # the parent's __init__ calls get_name
        super().__init__(
            location=[view.latitude, view.longitude],
            zoom_start=view.zoom,
            tiles=None,
            zoom_control=False,  # marks.js adds one with titles in the language of the page
            attribution_control=False,  # the page itself credits points, outlines and images
            scroll_wheel_zoom=False,  # otherwise a reader could not scroll past the map
        )
        self.options["max_zoom"] = view.max_zoom  # folium would only pass it to a tile layer

    def get_name(self) -> str:
        """Return the id of the element, which is also the map's variable in the script."""
        return self.element


class MapTiles(folium.TileLayer):
    """A layer of map images; without attribution, which Leaflet would write as HTML: the page shows it as text."""

    def __init__(self, tiles: TilesView, max_zoom: int) -> None:
        super().__init__(
            tiles=tiles.url,
            attr=tiles.url,  # required by folium
            max_zoom=max_zoom,
            max_native_zoom=tiles.max_zoom,
            referrer_policy="strict-origin-when-cross-origin",  # tile hosts refuse requests without a referrer
        )
        del self.options["attribution"]


class ScriptSettings(MacroElement):
    """Passes the messages of the interface, and what is to be known of the geography, to the theme's scripts."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            sitegenMap.words = {{ this.messages|tojson }};
            sitegenMap.geography = {{ this.geography|tojson }};
        {% endmacro %}
        """
    )

    def __init__(self, view: MapView) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Settings"
        self.messages = view.messages
        self.geography = asdict(view.geography)


class ScriptedElement(MacroElement):
    """An element of the map that a function of the theme's scripts draws; the function receives the map."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            sitegenMap.{{ this.function }}({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )
    function = ""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__


class Backdrop(ScriptedElement):
    """The outlines of regions."""

    function = "backdrop"


class Legend(ScriptedElement):
    """The meanings of the symbols."""

    function = "legend"


class VillageLayer(ScriptedElement):
    """The villages and regions with their popups, and the reader's choice among them."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            sitegenMap.villages({{ this._parent.get_name() }}, {});
        {% endmacro %}
        """
    )


class Scale(ScriptedElement):
    """The metric scale bar."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            L.control.scale({imperial: false}).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )


class FullScreen(Fullscreen):
    """A button that shows the map full screen; the plugin's published release has a class, no factory function."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            new L.Control.FullScreen({{ this.options|tojavascript }}).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )
    default_js: Files = []  # noqa: RUF012
    default_css: Files = []  # noqa: RUF012

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            position="bottomright",
            title=messages["full_screen"],
            title_cancel=messages["full_screen_leave"],
            force_separate_button=True,
        )


class Locate(LocateControl):
    """A button that shows the reader's location once; the location never leaves the browser."""

    # By default the plugin reports errors in an alert box, in English.
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            L.control.locate(Object.assign({{ this.options|tojson }}, sitegenMap.located))
              .addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )
    default_js: Files = []  # noqa: RUF012
    default_css: Files = []  # noqa: RUF012

    def __init__(self, view: MapView) -> None:
        without_name = {"interactive": False, "keyboard": False}  # no keyboard focus without an accessible name
        super().__init__(  # type: ignore[no-untyped-call]
            position="bottomright",
            strings={"title": view.messages["locate"]},
            setView="once",
            drawCircle=True,
            circleStyle={"interactive": False},
            markerStyle=without_name,
            showPopup=False,
            showCompass=False,
            cacheLocation=False,
            locateOptions={"watch": False, "setView": False, "maxZoom": min(LOCATE_ZOOM, view.max_zoom)},
        )


def map_script(view: MapView) -> str:
    """Generate the script of a map; equal views give equal scripts. Not thread-safe: see _numbered_elements."""
    with _numbered_elements():
        site_map = SiteMap(view)
        for element in _elements(view):
            site_map.add_child(element)
        figure = site_map.get_root()
        assert isinstance(figure, Figure)
        figure.render()
        lines = figure.script.render().splitlines()
    return "".join(f"{line.strip()}\n" for line in lines if line.strip())


def _elements(view: MapView) -> Iterator[Element]:
    """Yield the elements of the map in drawing order; the villages last, since they depend on all others."""
    if view.tiles:
        yield MapTiles(view.tiles, view.max_zoom)
    yield ScriptSettings(view)
    yield Backdrop()
    yield Legend()
    yield Scale()
    yield FullScreen(view.messages)
    yield Locate(view)
    yield VillageLayer()


@contextmanager
def _numbered_elements() -> Iterator[None]:
    """Number branca's elements in the order of creation: its own ids are random."""
    random_id, numbers = Element.__dict__["_generate_id"], count(1)
    setattr(Element, "_generate_id", classmethod(lambda cls: str(next(numbers))))  # noqa: B010  (mypy: a method)
    try:
        yield
    finally:
        setattr(Element, "_generate_id", random_id)  # noqa: B010
