"""Composes the script of an interactive map with folium: the one file that imports it.

folium writes JavaScript by templates that do not escape what a record may hold, loads ten files from foreign hosts and
names every element at random. So its page is never published: only the script is taken, in which no word of a record
stands. It makes the map and calls the theme's scripts, which fetch the data and show it as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import folium
from branca.element import Element, Figure, MacroElement
from folium.plugins import Fullscreen, LocateControl
from folium.template import Template

from sitegen.map_data import MapView, TilesView

Files = list[tuple[str, str]]
LOCATE_ZOOM = 11
"""How near the map moves to where the reader is: a few kilometres across, which no point here is more exact than."""


class SiteMap(folium.Map):
    """A map without foreign files, which fills the element that the page has for it."""

    # Lists of its own: those of folium.Map are shared by every map of the process.
    default_js: Files = []  # noqa: RUF012
    default_css: Files = []  # noqa: RUF012

    def __init__(self, view: MapView) -> None:
        self.element = view.element  # read while the parent is being made
        super().__init__(
            location=[view.latitude, view.longitude],
            zoom_start=view.zoom,
            tiles=None,
            zoom_control=False,  # marks.js adds one with titles in the page's language
            attribution_control=False,  # the page says whose the points, outlines and images are
            scroll_wheel_zoom=False,  # or the page could not be scrolled past the map
        )
        self.options["max_zoom"] = view.max_zoom  # folium would only pass it to a tile layer

    def get_name(self) -> str:
        """The id of the element, which is the script's name for the map too."""
        return self.element


class Tiles(folium.TileLayer):
    """A layer of map images. Leaflet would write their attribution as HTML: the page shows it as text instead."""

    def __init__(self, tiles: TilesView, max_zoom: int) -> None:
        super().__init__(
            tiles=tiles.url,
            attr=tiles.url,  # folium insists on one
            max_zoom=max_zoom,
            max_native_zoom=tiles.max_zoom,
            referrer_policy="strict-origin-when-cross-origin",  # hosts of tiles refuse requests that name no page
        )
        del self.options["attribution"]


class ThemeMessages(MacroElement):
    """Hands the theme's scripts what they say."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            sitegenMap.words = {{ this.messages|tojson }};
        {% endmacro %}
        """
    )

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Words"
        self.messages = messages


class ScriptedElement(MacroElement):
    """A part of the map that a function of the theme's scripts draws; it is handed the map."""

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


class ProvinceBackdrop(ScriptedElement):
    """The outlines of the provinces."""

    function = "backdrop"


class Legend(ScriptedElement):
    """What the marks mean."""

    function = "legend"


class VillageLayer(ScriptedElement):
    """The places and provinces with their notes; and what a reader chooses of them."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            sitegenMap.villages({{ this._parent.get_name() }}, {});
        {% endmacro %}
        """
    )


class Scale(ScriptedElement):
    """How long a distance is on the map, in metres."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            L.control.scale({imperial: false}).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )


class FullScreen(Fullscreen):
    """A button that lets the map fill the screen. The release that is served offers a class and no function."""

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
    """A button that shows once where the reader is, which stays in the reader's browser."""

    # Left alone, it would say in a language and a window of its own why it shows nothing.
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
        without_name = {"interactive": False, "keyboard": False}  # a mark without a name is not to be reached
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
    """The script of the map, the same for the same view. Not to be called from two threads at once."""
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
    """What the map holds, in the order in which it is drawn; the places last, which need all else."""
    if view.tiles:
        yield Tiles(view.tiles, view.max_zoom)
    yield ThemeMessages(view.messages)
    yield ProvinceBackdrop()
    yield Legend()
    yield Scale()
    yield FullScreen(view.messages)
    yield Locate(view)
    yield VillageLayer()


@contextmanager
def _numbered_elements() -> Iterator[None]:
    """Number branca's elements in the order of their making, where it would name them at random."""
    random_id, numbers = Element.__dict__["_generate_id"], count(1)
    setattr(Element, "_generate_id", classmethod(lambda cls: str(next(numbers))))  # noqa: B010  (mypy: a method)
    try:
        yield
    finally:
        setattr(Element, "_generate_id", random_id)  # noqa: B010
