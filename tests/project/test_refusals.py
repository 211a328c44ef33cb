"""What docs/promises.md says is refused: by errors that no site can lower, with exit code 1, and by what is shipped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from run_command import CASES, ROOT, sitegen
from site_cases import copy_case

from sitegen.cache import NullCache
from sitegen.load import load_messages
from sitegen.problems import JUDGEMENTS, PRIVATE_CODES, may_be_given, severity_of

TABLE = (ROOT / "docs/promises.md").read_text(encoding="utf-8").partition("| Refused |")[2]
ROWS = [
    (re.findall(r"`([a-z-]+)`", codes), re.findall(r"`(--[a-z]+)", options))
    for codes, options in re.findall(r"^\| [^|]+ \| (`[^|]+) \|([^|]*)\|$", TABLE, re.MULTILINE)
]
CODES = [code for codes, _ in ROWS for code in codes]
PAGE, SITE, YEARS, VILLAGES = "content/pages/tentang.md", "data/site.yaml", "data/programme.yaml", "data/villages.yaml"
DAY = ("--at", "2026-01-01")
SOUND = {file: (CASES / "minimal" / file).read_text(encoding="utf-8") for file in (SITE, YEARS, VILLAGES)}
FIGURES = """\
units:
  - {id: peserta, name: peserta, definition: Siapa saja yang disebut peserta.}
years:
  - {year: 2017, target: 200, target_sources: [koran], reported: 276, reported_sources: [koran]}
"""


def with_text(text: str) -> dict[str, str]:
    page = f"---\ntitle: Tentang\nsummary: Apa ini.\n---\n{text}\n"
    return {PAGE: page, YEARS: SOUND[YEARS] + FIGURES}


FAULTS: dict[str, dict[str, str]] = {
    "address-lost": {"data/urls.lock": "# Alamat\n/desa/hilang/ 35.05.15.2004\n"},
    "future-fact": {VILLAGES: SOUND[VILLAGES].replace("2018-07-05", "2091-07-05")},
    "private-phone": with_text("Telepon 0812-3456-7890."),
    "media-kind": {"content/media/a.html": "<p>a</p>"},
    "unknown-source": {VILLAGES: SOUND[VILLAGES].replace("[koran]", "[korang]")},
    "broken-link": with_text("[Desa](/desaa/)"),
    "figure-kind": with_text("Pada 2017, 200 desa telah ditetapkan."),
    "figure-unit": with_text("Ada 276 peserta pada 2017."),
    "figure-contradicts": with_text("Pada 2017 ditetapkan 280 desa."),
}


def refusal(root: Path, command: str, *options: str) -> tuple[int, set[str]]:
    ran = sitegen(root, command, *DAY, *options)
    return ran.code, set(re.findall(r"error\[([a-z-]+)\]", ran.err))


def faulty(root: Path, code: str) -> Path:
    copy_case("minimal", root)
    for file, text in FAULTS[code].items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    return root


def test_refusals_are_errors_that_no_site_lowers() -> None:
    assert {*PRIVATE_CODES.values(), *JUDGEMENTS} < {*CODES} <= {*load_messages("en", NullCache())["problems"]}
    assert {severity_of(code) for code in CODES} == {"error"}
    assert {code for code in CODES if may_be_given(code, "warning")} == JUDGEMENTS
    assert all(JUDGEMENTS.isdisjoint(codes) or options == ["--figures"] for codes, options in ROWS)


@pytest.mark.parametrize("code", FAULTS)
def test_refusals_fail_check_and_build_with_the_named_options(code: str, tmp_path: Path) -> None:
    root = faulty(tmp_path, code)
    (options,) = [options for codes, options in ROWS if code in codes]
    for command in ("check", "build"):
        assert refusal(root, command, *options) == (1, {code})
        assert not (root / "build/site").exists()
        assert not options or refusal(root, "check") == (0, set())


def test_refusals_lowered_judgement_is_published(tmp_path: Path) -> None:
    root = faulty(tmp_path, "figure-kind")
    settings = f"{SOUND[SITE]}severity:\n  figure-kind: warning\n"
    (root / SITE).write_text(settings, encoding="utf-8")
    assert refusal(root, "build", "--figures") == (0, set())
    assert refusal(root, "check", "--figures", "--strict") == (1, {"figure-kind"})


def commands(text: str) -> list[list[str]]:
    """The arguments of each check or build that a file runs, through make or by itself."""
    calls = re.findall(
        r'make (?:check|site)(?: ARGS=\\?"(.*?)\\?")?$|sitegen (?:check|build)\b(.*)$', text, re.MULTILINE
    )
    return ["".join(call).split() for call in calls]


def check_job(file: str) -> str:
    """The steps of a workflow."""
    jobs = yaml.load((ROOT / ".github/workflows" / file).read_text(encoding="utf-8"), yaml.BaseLoader)["jobs"]
    return "\n".join(step.get("run", "") for job in jobs.values() for step in job["steps"])


@pytest.mark.parametrize("file", ["check.yml", "deploy.yml"])
def test_refusals_shipped_workflows_use_every_option(file: str) -> None:
    needed = {option for _, options in ROWS for option in options}
    assert needed
    assert any(needed <= set(arguments) for arguments in commands(check_job(file)))


def test_refusals_guide_and_hook_look_at_figures() -> None:
    guide, hooks = ((ROOT / name).read_text(encoding="utf-8") for name in ("docs/deploy.md", ".pre-commit-config.yaml"))
    blocks = "\n".join(re.findall(r"^```(?:sh|toml|yaml)\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL))
    published = [one for one in commands(blocks) if not {"--at", "--base-url"} & {*one} or "$CI_PAGES_URL" in one]
    assert len(published) >= 4
    assert ["--figures"] in commands(hooks)
