"""Lists of the home page: the protections first, then those of the programme."""

from __future__ import annotations

from factory import make_programme, make_source, render_pages

from sitegen.models import ItemList, ListItem

PROTECTION = ListItem(id="jkk", abbreviation="JKK", name="Jaminan", description="Saat bekerja.", sources=("koran",))
SIGN = ListItem(id="papan", name="Papan <desa>", description="Di batas desa.", sources=("koran", "surat"))
BENEFITS = ItemList(id="manfaat", title="Manfaat", introduction="Yang diterima desa.", items=(SIGN,))
SOURCES = (make_source("koran", publisher="Koran"), make_source("surat", publisher="Surat"))


def test_home_shows_lists_below_the_protections() -> None:
    programme = make_programme(protections=(PROTECTION,), lists=(BENEFITS,))
    page = render_pages(programme=programme, sources=SOURCES)["index.html"]
    _, protections, benefits = page.split('<dl class="facts">')
    assert "<dt>Jaminan (JKK)</dt><dd><p>Saat bekerja.</p>" in protections
    assert "<h2>Manfaat</h2>\n<p>Yang diterima desa.</p>" in protections
    assert "<dt>Papan &lt;desa&gt;</dt><dd><p>Di batas desa.</p>" in benefits
    assert benefits.index("kredit/#koran") < benefits.index("kredit/#surat")


def test_home_without_lists_has_none() -> None:
    assert '<dl class="facts">' not in render_pages()["index.html"]
