"""The promises of the architecture, held on the sample site: the same bytes always, and incremental equals clean."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from edit_chain import (
    NOW,
    ROOT,
    Edit,
    assert_incremental_equals_clean,
    build_start,
    built,
    copy_start,
    published,
    replace,
    tree,
    unfreeze,
)
from site_cases import allow_invented_places

from sitegen.build import BuildOptions, build, load_and_plan
from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.content import Template
from sitegen.problems import Report


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site, theme included, and what is built of it."""
    folder = tmp_path_factory.mktemp("start")
    for name in ("data", "content", "themes"):
        shutil.copytree(ROOT / name, folder / "copy" / name)
    allow_invented_places(folder / "copy")
    with (folder / "copy/data/indicators.yaml").open("a", encoding="utf-8") as indicators:
        indicators.write(FREE_INDICATOR)
    with (folder / "copy/data/translations.en.yaml").open("a", encoding="utf-8") as translations:
        translations.write("\n- what: indicator:uji\n  name: Trial figure\n")
    return build_start(folder)


@pytest.fixture
def site(start: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may edit."""
    return copy_start(start, tmp_path, "copy")


FREE_INDICATOR = """
- id: uji
  name: Angka uji
  scope: Nasional
  unit: persen
  value: 1
  as_of: 2023
  sources: [daerah-gianyar-2024]
"""
"""One that no text names."""


def test_build_same_input_same_bytes(site: Path, tmp_path: Path) -> None:
    """Twice, in another folder, another time zone, another hash seed, with one process or two."""
    elsewhere = tmp_path / "quite" / "another place"
    shutil.copytree(site, elsewhere)
    runs = [
        (site, "0", "UTC", "1"),
        (site, "1", "Asia/Jayapura", "2"),
        (elsewhere, "4242", "America/St_Johns", "1"),
    ]
    trees = []
    for number, (root, seed, zone, jobs) in enumerate(runs):
        target = tmp_path / f"out{number}" / "site"
        options = ["--jobs", jobs, "--quiet", "--site", str(root), "--output", str(target)]
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": "1790000000"}
        command = [sys.executable, "-m", "sitegen", "build", *options]
        subprocess.run(command, check=True, env=environment, cwd=ROOT)
        trees.append(published(target))
    assert trees[0]
    assert trees[0] == trees[1] == trees[2]


def first(root: Path, pattern: str) -> Path:
    """The first file that is no translation."""
    return next(file for file in sorted(root.glob(pattern)) if not file.name.endswith(".en.md"))


def records(root: Path) -> list[str]:
    """The records of villages.yaml, each with the `- ` that it begins with."""
    text = (root / "data/villages.yaml").read_text(encoding="utf-8")
    head, *rest = text.split("\n- code:")
    return [head, *("- code:" + one for one in rest)]


def write_records(root: Path, parts: list[str]) -> None:
    (root / "data/villages.yaml").write_text("\n".join(parts) + "\n", encoding="utf-8")


NEW_VILLAGE = """- code: 35.05.15.2099
  name: Uji Coba
  kind: desa
  district: Gandusari
  regency: Kabupaten Blitar
  province: Jawa Timur
  certified: [2018..2026]
  sources: [daerah-2019-10-09]"""


def add_record(root: Path) -> None:
    write_records(root, [*records(root), NEW_VILLAGE])


def move_record(root: Path) -> None:
    head, one, *rest = records(root)
    write_records(root, [head, *rest, one])


def delete_record(root: Path) -> None:
    """An indicator with its translation: nothing else refers to one, as announcements and outreach do to villages."""
    for file, pattern in (
        ("data/indicators.yaml", r"\n- id: uji\n(?:  .*\n)+"),
        ("data/translations.en.yaml", r"\n- what: indicator:uji\n(?:  .*\n)+"),
    ):
        text, found = re.subn(pattern, "\n", (root / file).read_text(encoding="utf-8"))
        assert found == 1
        (root / file).write_text(text, encoding="utf-8")


def add_announcement(root: Path) -> None:
    (root / "content/news/2026-01-02-uji.md").write_text(
        "---\ntitle: Uji\ndate: 2026-01-02\nsummary: Berita uji.\nvillages: [35.05.15.2004]\n---\n\nIsi **uji**.\n",
        encoding="utf-8",
    )


def rename_announcement(root: Path) -> None:
    file = first(root, "content/news/*.md")
    for other in root.glob("content/**/*.md"):
        other.write_text(
            other.read_text(encoding="utf-8").replace(file.name, "2018-07-05-nama-baru.md"), encoding="utf-8"
        )
    file.rename(file.with_name("2018-07-05-nama-baru.md"))


def draft_announcement(root: Path) -> None:
    file = first(root, "content/news/*.md")
    file.write_text(file.read_text(encoding="utf-8").replace("title:", "draft: true\ntitle:", 1), encoding="utf-8")


def edit_announcement(root: Path) -> None:
    file = first(root, "content/news/*.md")
    file.write_text(file.read_text(encoding="utf-8") + "\nSatu kalimat lagi.\n", encoding="utf-8")


def add_warning(root: Path) -> None:
    file = first(root, "content/news/*.md")
    file.write_text(file.read_text(encoding="utf-8") + "\n<p onclick='x'>Teks</p>\n", encoding="utf-8")


def edit_template(root: Path) -> None:
    replace("themes/default/templates/village.html", "{% block content %}", "{% block content %}<p>uji</p>")(root)


def edit_message(root: Path) -> None:
    file = root / "themes/default/messages/id.yaml"
    text = file.read_text(encoding="utf-8")
    # Every word, so that none may stay behind in something compiled.
    file.write_text(re.sub(r"^(\w+: )(['\"]?)([A-Z])", r"\1\2Uji \3", text, flags=re.MULTILINE), encoding="utf-8")


def edit_stylesheet(root: Path) -> None:
    file = root / "themes/default/static/style/base.css"
    file.write_text(file.read_text(encoding="utf-8") + "\n.uji{color:inherit}\n", encoding="utf-8")


def take_a_translation_back(root: Path) -> None:
    first(root, "content/news/*.md").with_suffix(".en.md").unlink()


def break_a_record(root: Path) -> None:
    replace("data/villages.yaml", "kind: desa", "kind: dessa")(root)


def break_a_link(root: Path) -> None:
    file = first(root, "content/news/*.md")
    file.write_text(file.read_text(encoding="utf-8") + "\n[x](../pages/tidak-ada.md)\n", encoding="utf-8")


def change_a_code(root: Path) -> None:
    """A released and locked village gets another code, in another district."""
    old = "- code: 35.05.15.2004\n  name: Sukosewu\n  kind: desa\n  district: Gandusari\n"
    former = "  previous_codes: [{code: 35.05.15.2004, until: 2025-12-31, decree: 1/2025}]\n"
    new = old.replace("35.05.15", "35.05.29").replace("Gandusari", "Gandusari Baru") + former
    replace("data/villages.yaml", old, new)(root)


def rename_a_regency(root: Path) -> None:
    """A regency with released and locked villages is renamed; their records stay as they are."""
    names = "previous_names: [{name: Kabupaten Klaten, until: 2025-06}]"
    (root / "data/regions.yaml").write_text(f"- code: 33.10\n  name: Kabupaten Klaten Raya\n  {names}\n")


EDITS: dict[str, Edit] = {
    "code changed": change_a_code,
    "regency renamed": rename_a_regency,
    "nothing frozen": unfreeze,
    "record added": add_record,
    "record renamed": replace("data/villages.yaml", "name: Sukosewu", "name: Sukosewu Baru"),
    "record moved": move_record,
    "record deleted": delete_record,
    "announcement added": add_announcement,
    "announcement edited": edit_announcement,
    "warning": add_warning,
    "template": edit_template,
    "messages": edit_message,
    "stylesheet": edit_stylesheet,
    "title of the site": replace("data/site.yaml", "title: ", "title: Uji "),
    "translation of a record": replace("data/translations.en.yaml", "name: Participation", "name: Taking part"),
    "broken record": break_a_record,
    "broken link": break_a_link,
    "translation taken back": take_a_translation_back,
    "announcement renamed": rename_announcement,
    "announcement drafted": draft_announcement,
}
REFUSED = frozenset({"broken record", "broken link"})
"""The edits that keep a site from being published."""


def test_incremental_equals_clean(start: Path, tmp_path: Path) -> None:
    assert_incremental_equals_clean(start, tmp_path, EDITS, REFUSED)


def test_build_folder_equals_plan(site: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "site"
    built(site, target)
    (target / "desa" / "catatan.txt").write_text("x", encoding="utf-8")
    (target / "index.html").write_text("spoilt", encoding="utf-8")
    (target / "robots.txt").unlink()
    valid, problems, _ = built(site, target)
    assert valid
    assert [one for one in problems if "foreign-files" in one]
    (target / "desa" / "catatan.txt").unlink()
    planned = load_and_plan(BuildOptions(site, BuildContext(NOW)), Report(), NullCache())
    assert planned
    folders = [path for path in planned.keys if path.endswith("/")]
    assert {next(filter(file.startswith, folders), file) for file in tree(target)} == set(planned.keys)
    assert b"spoilt" not in (target / "index.html").read_bytes()


def test_templates_render_strictly_with_every_view(site: Path, tmp_path: Path) -> None:
    """StrictUndefined makes a name that a view lacks an error; the sample site has a view of every kind."""
    add_announcement(site)
    replace("content/news/2026-01-02-uji.md", "title:", "aliases: [/lama/]\ntitle:")(site)
    announced = "- {id: uji, title: Uji, date: 2026-03, status: provisional, announced: 2025-12-01, pages: [/data/]}\n"
    (site / "data" / "calendar.yaml").write_text(announced, encoding="utf-8")
    disagreement = "    reported_disagreement: {because: Uji, others: [{value: 275, sources: [antara-jambi-2018]}]}\n"
    replace("data/programme.yaml", "    reported: 276\n", f"    reported: 276\n{disagreement}")(site)
    planned = load_and_plan(BuildOptions(site, BuildContext(NOW)), Report(), NullCache())
    assert planned
    used = {output.content.name for output in planned.outputs.values() if isinstance(output.content, Template)}
    included = {"base.html", "figures.html", "header.html", "footer.html", "links.html"}
    included |= {"interactive.html", "embed_snippets.html", "terms.html"}
    included |= {"parts.html"}  # of `sitegen parts`, which is not published and has tests of its own
    assert used | included == {
        str(file.relative_to(site / "themes/default/templates"))
        for file in (site / "themes/default/templates").rglob("*.*")
        if not file.name.endswith("macros.html")
    }
    assert built(site, tmp_path / "out" / "site")[0]


def test_build_killed_leaves_whole_files_and_next_completes(site: Path, tmp_path: Path) -> None:
    """Some files new, some old, some staged, the manifest of before: what a kill between two renames leaves."""
    target, anew = tmp_path / "out" / "site", tmp_path / "anew" / "site"
    assert built(site, target)[0]
    add_record(site)
    add_announcement(site)
    assert built(site, anew)[:2] == (True, [])
    for path in ("berita/index.html", "berita/2026/uji/index.html", "index.html"):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(anew / path, target / path)
    (target.parent / ".site.sitegen" / "stage").mkdir()
    (target.parent / ".site.sitegen" / "stage" / "7").write_bytes(b"half a pa")
    built(site, target)
    assert published(target) == published(anew)


def test_build_moved_checkout_continues(site: Path, tmp_path: Path) -> None:
    built(site, site / "build" / "site")
    moved = tmp_path / "moved"
    shutil.copytree(site, moved, copy_function=shutil.copy)
    report = Report()
    summary = build(BuildOptions(moved, BuildContext(NOW)), moved / "build" / "site", report)
    assert summary
    assert summary.written == 0
    assert summary.fresh > 0
