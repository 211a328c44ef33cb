"""The console names files from where the command was given, where a machine reads them."""

from pathlib import Path

import pytest
from site_cases import copy_case, run_main


@pytest.mark.parametrize("where", ["situs", "."])
def test_console_annotations_relative_to_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    copy_case("broken-data", tmp_path / where)
    monkeypatch.chdir(tmp_path)
    assert run_main("check", "--site", where, "--format", "github") == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("::")]
    begins = "file=situs/data/" if where == "situs" else "file=data/"
    assert any(begins in line for line in lines)
    assert all((tmp_path / line.partition("file=")[2].partition(",")[0]).exists() for line in lines if "file=" in line)
