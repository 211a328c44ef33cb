"""What manifest.json tells: every file of the site with its digest, and from which lines of which files it is made."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from factory import make_news, make_site, make_village

from sitegen.build import BuildOptions, BuildResult, build
from sitegen.build.provenance import inputs_of
from sitegen.build_context import BuildContext
from sitegen.content import Copy, RawBytes, Template
from sitegen.models import Site
from sitegen.output import Output
from sitegen.problems import Report, Span
from sitegen.publish import ForeignFiles, OutputFolder
from sitegen.views.reads import Reads

CASES = Path(__file__).parents[1] / "sites"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site of its own."""
    return Path(shutil.copytree(CASES / "full", tmp_path / "situs", ignore=shutil.ignore_patterns("expected")))


def built(site: Path, name: str = "site") -> BuildResult:
    """Build it into build/`name`."""
    report = Report()
    summary = build(BuildOptions(site, BuildContext(NOW)), site / "build" / name, report)
    assert summary, list(report)
    return summary


def outputs(site: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((site / "build/manifest.json").read_bytes())["outputs"]
    return told


def told(output: Output, site: Site, *read: str) -> list[str]:
    reads = Reads()
    inputs: list[str] = json.loads(inputs_of(reads.track_outputs([output], read), site, reads)[output.path])
    return inputs


def test_manifest_digests_equal_sha256sum(site: Path) -> None:
    built(site)
    files = {
        file.relative_to(site / "build/site").as_posix(): file.read_bytes()
        for file in (site / "build/site").rglob("*")
        if file.is_file()
    }
    assert {path: (one["sha256"], one["size"]) for path, one in outputs(site).items()} == {
        path: (hashlib.sha256(data).hexdigest(), len(data)) for path, data in files.items()
    }


def test_manifest_sorted_one_output_per_line(site: Path) -> None:
    built(site)
    first, *lines, last = (site / "build/manifest.json").read_text(encoding="utf-8").splitlines()
    assert first.startswith('{"format":1,"generator":"sitegen ')
    assert last == "}}"
    paths = [next(iter(json.loads("{" + line.rstrip(",") + "}"))) for line in lines]
    assert paths == sorted(outputs(site))
    assert all(one["inputs"] == sorted(set(one["inputs"])) for one in outputs(site).values())


def test_manifest_inputs_in_site_folder_or_package(site: Path) -> None:
    built(site)
    root = Path(__file__).parents[2]
    for path, one in outputs(site).items():
        for name in one["inputs"]:
            file, _, line = name.removeprefix("sitegen:").partition(":")
            there = [place / file for place in (site, root, root / "sitegen") if (place / file).exists()]
            assert there, f"{path}: {name}"
            assert not line or int(line) <= len(there[0].read_bytes().splitlines()), f"{path}: {name}"


def test_manifest_has_no_machine_path_or_time(site: Path, tmp_path: Path) -> None:
    built(site)
    elsewhere = Path(shutil.copytree(site / "data", tmp_path / "lain" / "data")).parent
    for name in ("content", "themes"):
        if (site / name).exists():
            shutil.copytree(site / name, elsewhere / name)
    assert build(BuildOptions(elsewhere, BuildContext(NOW.replace(hour=5))), elsewhere / "build/site", Report())
    assert (site / "build/manifest.json").read_bytes() == (elsewhere / "build/manifest.json").read_bytes()


def test_manifest_unchanged_by_empty_build(site: Path) -> None:
    built(site)
    before = (site / "build/manifest.json").stat()
    assert built(site).written == 0
    after = (site / "build/manifest.json").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


@pytest.mark.parametrize("spoil", [Path.unlink, lambda file: file.write_bytes(b'{"format":1}')], ids=["gone", "edited"])
def test_manifest_deleted_or_edited_is_written_again(site: Path, spoil: Any) -> None:
    built(site)
    before = (site / "build/manifest.json").read_bytes()
    spoil(site / "build/manifest.json")
    assert built(site).written == 0
    assert (site / "build/manifest.json").read_bytes() == before


def test_manifest_moved_record_has_new_line(site: Path) -> None:
    built(site)
    page, before = next((path, one) for path, one in outputs(site).items() if _record(one))
    villages = site / "data/villages.yaml"
    villages.write_text("# sebaris lagi\n" + villages.read_text(encoding="utf-8"), encoding="utf-8")
    # The data-quality page of each language and its table say where a record can be mended; no other is made again.
    assert built(site).written == 3
    assert _record(outputs(site)[page]) == _record(before) + 1


def _record(one: dict[str, Any]) -> int:
    """The line of the one village that it is made from; 0 where it is made from none or more."""
    lines = [int(name.partition(":")[2]) for name in one["inputs"] if name.startswith("data/villages.yaml:")]
    return lines[0] if len(lines) == 1 else 0


def test_manifest_named_after_output_folder(site: Path) -> None:
    built(site, "umum")
    assert (site / "build/umum.manifest.json").is_file()
    assert not (site / "build/manifest.json").exists()


def test_manifest_foreign_file_not_overwritten(site: Path) -> None:
    (site / "build").mkdir(exist_ok=True)
    (site / "build/manifest.json").write_text('{"name": "Aplikasi kami"}', encoding="utf-8")
    with pytest.raises(ForeignFiles) as refused:
        built(site)
    assert (refused.value.code, refused.value.path) == ("manifest-not-ours", site / "build/manifest.json")
    assert (site / "build/manifest.json").read_text(encoding="utf-8") == '{"name": "Aplikasi kami"}'
    assert not OutputFolder(site / "build/site").path.exists()


def test_manifest_record_names_resolve_to_positions() -> None:
    file = "content/news/2018-07-05-kabar.md"
    site = make_site(
        villages=(make_village("35.05.15.2004"),),
        news=(make_news(),),
        origins={
            "35.05.15.2004": Span("data/villages.yaml", 12),
            "source:koran": Span("data/sources.yaml", 3, 1, 9),
            file: Span(file, 1),
        },
    )
    output = Output("x", RawBytes(b""), Span("data/villages.yaml", 12))
    assert told(output, site, "source:koran", "data/programme.yaml", file) == [
        file,
        "data/programme.yaml",
        "data/sources.yaml:3",
        "data/villages.yaml:12",
    ]
    assert told(Output("x", RawBytes(b""), Span(file, 1)), site) == [file], "a content file is meant as a whole"
    assert told(Output("x", RawBytes(b"")), site) == []


def test_manifest_template_includes_its_dependencies() -> None:
    site = make_site()
    names = [Path(name).name for name in told(Output("x", Template("register.html", None)), site)]
    assert {"register.html", "base.html", "header.html", "footer.html"} <= set(names)
    assert told(Output("x", Template("none.html", None), Span("data/site.yaml", 2)), site) == ["data/site.yaml:2"]


def test_manifest_static_files_named_by_theme_or_package() -> None:
    site = make_site()
    style = site.theme.static["favicon.svg"]
    copy = Copy(style.location, style.digest, style.size)
    assert told(Output("aset/favicon.svg", copy), site) == ["themes/default/static/favicon.svg"]
