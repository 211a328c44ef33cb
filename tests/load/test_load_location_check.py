"""Points far outside their province are told, remembered, and no geometry is imported for what is remembered."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from marked_site import VILLAGE, problems_of, read, write_site
from outlines_site import SETTINGS, SOUND_FILE, B, S, V, remembering


def test_location_outside_province_warns_at_position(tmp_path: Path) -> None:
    marked = VILLAGE.replace("{lat: -8.03546, lon: 112.29194}", "«{»lat: -8.03546, lon: 110.29194}")
    problems, (span,) = problems_of(tmp_path, V, marked)
    assert [(one.code, one.severity, one.at.line, one.at.column) for one in problems] == [
        ("location-province", "warning", span.line, span.column)
    ]
    values = problems[0].values
    assert (values["region"], values["limit"]) == ("Jawa Timur", "20")
    assert 60 < int(values["km"]) < 110


@pytest.mark.parametrize(
    ("lon", "uncertain", "allowed", "told"),
    [
        (110.35, 0, 20, False),  # 17 km west of the outline
        (110.3, 0, 20, True),
        (110.3, 3000, 20, False),
        (110.35, 0, 10, True),
        (110.51, 0, 0, False),
    ],
)
def test_location_tolerance_by_setting_and_precision(
    tmp_path: Path, lon: float, uncertain: int, allowed: int, told: bool
) -> None:
    point = f"{{lat: -8.0, lon: {lon}, uncertainty_m: {uncertain}}}"
    settings = SETTINGS.replace("map:\n", f"map:\n  outside_km: {allowed}\n")
    files = {S: settings, B: SOUND_FILE, V: VILLAGE.replace("{lat: -8.03546, lon: 112.29194}", point)}
    assert [one.code for one in read(write_site(tmp_path, files))[1]] == ["location-province"] * told


def test_location_already_reported_not_repeated(tmp_path: Path) -> None:
    codes = [one.code for one in problems_of(tmp_path, V, VILLAGE.replace("-8.03546", "8.03546"))[0]]
    assert codes == ["location-outside"]


def test_location_check_cached_until_point_changes(tmp_path: Path) -> None:
    far = VILLAGE.replace("112.29194", "100.0")
    write_site(tmp_path, {S: SETTINGS, B: SOUND_FILE, V: far})
    cold = read(tmp_path)
    assert [one.code for one in cold[1]] == ["location-province"]
    assert remembering(tmp_path) == remembering(tmp_path) == remembering(tmp_path) == cold
    (tmp_path / V).write_text("# moved\n" + far)
    assert [one.at.line for one in remembering(tmp_path)[1]] == [cold[1][0].at.line + 1]
    (tmp_path / S).write_text(SETTINGS.replace("map:\n", "map:\n  outside_km: 9000\n"))
    assert remembering(tmp_path)[1] == []
    (tmp_path / S).write_text(SETTINGS)
    (tmp_path / V).write_text(VILLAGE)
    assert remembering(tmp_path)[1] == []
    (tmp_path / B).write_text(SOUND_FILE.replace("110.5", "113.5"))
    assert [one.code for one in remembering(tmp_path)[1]] == ["location-province"]


def test_location_plainly_inside_imports_no_geometry(tmp_path: Path) -> None:
    """Only one that may lie too far outside does, and that once."""
    write_site(tmp_path)
    program = (
        "import sys; from pathlib import Path; from sitegen.cache import SqliteCache\n"
        "from sitegen.problems import Report; from sitegen.load import load_site\n"
        "with SqliteCache(Path('memo')) as memo:\n"
        f"    load_site(Path(), Report(), memo, (Path({str(Path(__file__).parent / 'themes')!r}),)); memo.save()\n"
        "print('shapely' in sys.modules)"
    )

    def run() -> str:
        command = [sys.executable, "-c", program]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.strip()

    assert [run(), run()] == ["False", "False"]
    (tmp_path / V).write_text(VILLAGE.replace("112.29194", "116.3"))
    assert [run(), run()] == ["True", "False"]
    (tmp_path / V).write_text(VILLAGE.replace("112.29194", "116.3").replace("name: Sukosewu", "name: Sukosewa"))
    assert run() == "False"
