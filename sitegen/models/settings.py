"""The settings of the site, data/site.yaml."""

from __future__ import annotations

from sitegen.record import Translated, record
from sitegen.scalars import (
    BaseUrl,
    CardKind,
    Count,
    DataPath,
    EditLink,
    Email,
    Flag,
    HexColour,
    Identifier,
    KeyName,
    Language,
    Latitude,
    Line,
    Longitude,
    OfficialListName,
    Origin,
    PropertyName,
    SeverityName,
    SitePath,
    Slug,
    Text,
    TileUrl,
    TimeZone,
    Url,
)


@record
class Publisher:
    """Who publishes the site and answers for it."""

    name: Translated[Line]
    """The name shown in the footer and given in feeds and metadata."""
    url: Url | None = None
    """Their own site."""
    email: Email | None = None
    """Where questions and reports of errors go."""
    address: Text | None = None
    """A postal address."""


@record
class Licence:
    """The terms under which the site's own text and data may be used."""

    name: Line
    """Its name, such as `CC BY 4.0`."""
    url: Url | None = None
    """Its text."""


@record
class MenuItem:
    """One entry of the main menu."""

    title: Translated[Line]
    """The word shown."""
    path: SitePath
    """The address within the site."""


@record
class SectionSettings:
    """What one section of the site is called, where it is, and whether it is there at all."""

    section: KeyName
    """Its name: `outreach`. The page of sections in the documentation lists all names."""
    shown: Flag = True
    """Whether the site has it. What it alone would show is then nowhere on the site, nor in its data."""
    title: Translated[Line] | None = None
    """Its name for readers, in menu and headings; without it, that of the theme."""
    path: Translated[Slug] | None = None
    """Its part of addresses: `penyuluhan` for `/penyuluhan/`, below the section that it lies in, if any. Addresses are
    permanent: a site that is published keeps them, or redirects the old ones."""


@record
class Boundaries:
    """The site's own outlines of regions, in place of those of the package."""

    file: DataPath
    """A GeoJSON file in data/, such as `data/batas.geojson`: one feature per region, with its official code."""
    credit: Line
    """The credit line for the outlines, shown on the credits page."""
    url: Url | None = None
    """Where they come from."""
    code: PropertyName = "code"
    """The property of a feature that holds its code, such as `KODE_PROV`."""
    name: PropertyName = "name"
    """The property that holds its name; names are compared with those of the records. It may be missing."""
    level: KeyName | None = None
    """The level of the regions in the file, the highest if left out. Points are checked at this level; maps show the
    regions of the highest one, joined from them."""


@record
class Tiles:
    """A layer of map images under the map. Readers' browsers then show its host which part of the map they view."""

    url: TileUrl
    """The address of an image, with {z}, {x} and {y}: `https://tile.example.org/{z}/{x}/{y}.png`."""
    attribution: Line
    """The credit line for the images; shown with the map."""
    attribution_url: Url | None = None
    """Where their terms stand."""
    max_zoom: Count = 18
    """The highest zoom level for which there are images."""


@record
class MapSettings:
    """The settings of the map."""

    latitude: Latitude | None = None
    """Latitude of the centre in decimal degrees; without it, that of the geography."""
    longitude: Longitude | None = None
    """Longitude of the centre in decimal degrees; without it, that of the geography."""
    zoom: Count | None = None
    """Zoom level at first; where all land is in view, the map fills its ground with it. Without it, the geography's."""
    max_zoom: Count = 12
    """The highest zoom level for readers."""
    outside_km: Count = 20
    """A point that lies farther outside its region's outline, in kilometres, is a warning; also one that lies 80 km and
    this much from all others of its region of the lowest level."""
    boundaries: Boundaries | None = None
    """The site's own outlines of regions; without them, those of the package for the geography, if it has any."""
    tiles: Tiles | None = None
    """A layer of map images; without it, the map requests nothing from other hosts."""
    embed_by: tuple[Origin, ...] = ()
    """Sites that may show the map in a frame, such as `https://example.org`; when left out, any site."""


@record
class Budget:
    """The most that a page may weigh; heavier is a warning, and an error under --strict."""

    page_kb: Count = 120
    """Kilobytes (1,000 bytes) of one HTML page, uncompressed."""
    image_kb: Count = 400
    """Kilobytes of one image."""


@record
class Brand:
    """The publisher's own colours, in place of the theme's; the build checks their contrast."""

    accent: HexColour
    """The colour of links, focus and the line under the site's name on a light screen, in quotes: `"#7b2d26"`."""
    accent_dark: HexColour
    """The same on a dark screen, where it must be light: `"#f2a896"`."""


@record
class Redirect:
    """An old address that sends its visitors to a new one."""

    source: SitePath
    """The old address within the site."""
    target: SitePath
    """The new address within the site."""


@record
class Privacy:
    """What may be published although it looks private."""

    allowed: tuple[Line, ...] = ()
    """Public telephone numbers, e-mail addresses and other numbers, words beside them or not; the publisher's own
    address needs no naming. A path such as `content/media/poster.pdf` is a document that cannot be read, and that
    somebody has looked through."""


@record
class Settings:
    """The settings of the site: data/site.yaml."""

    title: Translated[Line]
    """The site's name."""
    description: Translated[Line]
    """What it is, in a sentence; shown by search engines and in feeds."""
    base_url: BaseUrl
    """The address at which it is published, such as https://example.org or https://example.org/desa."""
    language: Language = "id"
    """The language of the public site, and of messages to staff: `id`, `en`, or any in which the theme has words."""
    languages: tuple[Language, ...] = ()
    """The languages of the site: the first is `language`; each other, as in `[id, en]`, has pages below `/en/`. A
    language other than `id` and `en` needs messages/<language>.yaml in a theme of the site."""
    geography: Identifier = "indonesia"
    """The geography pack: its folder, in geographies/ of the site or of the package."""
    timezone: TimeZone | None = None
    """The time zone in which dates and times are meant; without it, the first of the geography."""
    theme: Identifier = "default"
    """The folder of the theme, in themes/ of the site or of the package."""
    notice: Translated[Line] | None = None
    """A sentence shown on every page, and in feeds, downloads and prints: what this site is and is not."""
    publisher: Publisher
    """Who publishes it and answers for it."""
    licence: Licence | None = None
    """The terms for its text and data."""
    repository: Url | None = None
    """Where its source files are, for readers who want to see or correct them."""
    edit_link: EditLink | None = None
    """Where a record can be edited, at its {line} if possible: `https://example.org/blob/main/{file}#L{line}`."""
    revision_months: Count = 12
    """Months after a year's end in which late reports may still add to it without an entry in data/corrections.yaml."""
    menu: tuple[MenuItem, ...] = ()
    """The main menu; when left out, every section."""
    sections: tuple[SectionSettings, ...] = ()
    """Sections with a title or an address of their own, and those that the site does without."""
    per_page: Count = 10
    """Announcements on one page of a list."""
    official_list: OfficialListName | None = None
    """The list with which codes and names of villages and regions are compared: `indonesia`, or `none` where they are
    invented; without it, that of the geography."""
    map: MapSettings = MapSettings()
    """The settings of the map."""
    brand: Brand | None = None
    """The publisher's own colours; without them, those of the theme."""
    cards: tuple[CardKind, ...] = ("home", "years", "villages", "announcements")
    """Pages with a social card, the picture by which messengers show a link to them; all others show that of `home`."""
    budget: Budget = Budget()
    """The most that a page may weigh."""
    redirects: tuple[Redirect, ...] = ()
    """Old addresses that lead to new ones."""
    severity: dict[str, SeverityName] | None = None
    """How heavy problems are, by code: `figure-unbound: error`. An `error` keeps the site from being published; a
    `warning` does so only under --strict, a `note` never. What is an error by itself stays one, but for
    `figure-contradicts`, `figure-kind` and `figure-unit`, which are judged from the words of a text."""
    privacy: Privacy | None = None
    """What may be published although it looks private; any other number or address of a person stops the build."""
