"""The workflows: valid, safe, pinned; what they run exists, does what it says, and leaves nothing in the checkout."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from run_command import environment, sitegen

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ADDRESS = "https://owner.github.io/repository"
GIVEN = {
    "BASE_URL": ADDRESS,
    "BASE": ".",
    "PUBLISHED": ".",
    "GITHUB_STEP_SUMMARY": "/dev/stdout",
    "GITHUB_OUTPUT": "/dev/stdout",
}
"""What a run is given: the site's address, what it is compared with, and where its summary and its outputs go."""


def read(file: Path) -> Any:
    """A workflow as data. YAML 1.1 takes the key `on` for a truth; the base loader keeps it a word."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def steps() -> list[Any]:
    """Every step of every workflow."""
    return [step for file in WORKFLOWS for job in read(file)["jobs"].values() for step in job["steps"]]


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of the virtual environment."""
    command = [str(Path(sys.executable).with_name(name)), *arguments, *map(str, WORKFLOWS)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def made(run: str) -> list[list[str]]:
    """The commands that a `run:` of a workflow comes to, once make has expanded them; nothing is run."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("M") and name != "ARGS"}
    options = "--dry-run --no-print-directory --old-file=.venv/site --old-file=.venv/dev"
    run = run.replace("make ", f"make {options} ").replace(".ci/run", f"make {options} test")
    run = re.sub(r"\.ci/(due|links|pages|locked)", r"echo .ci/\1", run)
    lines = subprocess.run(
        ["sh", "-euc", run], cwd=ROOT, env={**clean, **GIVEN}, capture_output=True, text=True, check=True
    ).stdout
    return [shlex.split(line) for line in lines.splitlines()]


RUNS = sorted({step["run"] for step in steps() if "run" in step})


def test_workflows_one_checks_one_deploys_one_tries_links() -> None:
    assert [file.name for file in WORKFLOWS] == ["check.yml", "deploy.yml", "links.yml"]
    assert set(read(WORKFLOWS[2])["on"]) == {"schedule", "workflow_dispatch"}
    assert set(read(WORKFLOWS[0])["on"]) == {"pull_request"}
    assert set(read(WORKFLOWS[1])["on"]) == {"push", "schedule", "workflow_dispatch"}


def test_workflows_are_valid() -> None:
    result = tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows")
    assert result.returncode == 0, result.stdout + result.stderr


def test_workflows_are_safe() -> None:
    result = tool("zizmor", "--offline", "--no-progress", "--persona", "auditor")
    assert result.returncode == 0, result.stdout + result.stderr


def test_workflows_pin_actions_by_commit() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in WORKFLOWS)
    used = re.findall(r"uses: (.*)", text)
    assert [line for line in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []
    assert len(used) >= 7


def test_workflows_pin_images_by_digest() -> None:
    images = [job["container"] for file in WORKFLOWS for job in read(file)["jobs"].values() if "container" in job]
    assert images
    assert [image for image in images if not re.fullmatch(r"[a-z]+:[\w.-]+@sha256:[0-9a-f]{64}", image)] == []


def test_workflows_quick_matrix_of_supported_pythons() -> None:
    required = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    versions = read(WORKFLOWS[0])["jobs"]["quick"]["strategy"]["matrix"]["python"]
    assert required == f">={versions[0]}"
    assert versions == ["3.11", "3.12", "3.13", "3.14"]


def test_workflows_pull_request_is_read_only() -> None:
    check = read(WORKFLOWS[0])
    assert check["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in check["jobs"].values())


def test_workflows_deployment_keeps_build_state() -> None:
    cached = [step["with"]["path"].split() for step in steps() if "actions/cache@" in step.get("uses", "")]
    assert cached == [["build/site", "build/.site.sitegen"]]


@pytest.mark.parametrize("run", RUNS)
def test_workflows_run_existing_commands(run: str) -> None:
    assert made(run)
    for command in made(run):
        assert command[0].startswith((".venv/bin/", ".ci/"))
        assert command[0].startswith(".venv/") or os.access(ROOT / command[0], os.X_OK)


@pytest.mark.parametrize("run", [run for run in RUNS if "make " in run and "make quick" not in run])
def test_workflows_commands_succeed_on_sample(run: str, tmp_path: Path) -> None:
    (command,) = made(run)
    assert command[0] == ".venv/bin/sitegen"
    target = ["--output", str(tmp_path / "site")] if command[1] == "build" else []
    ran = sitegen(ROOT, *command[1:], *target)
    assert ran.code == 0, ran.out + ran.err
    if "--base-url" in command:
        assert f"{ADDRESS}/sitemap.xml" in (tmp_path / "site" / "robots.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("last", "due"),
    [("2019-12-31T16:59:00Z", "true"), ("2019-12-31T17:00:00Z", "false"), ("", "true")],
    ids=["a change has come", "nothing has come", "never deployed"],
)
def test_workflows_deploy_on_schedule_only_what_differs(last: str, due: str, tmp_path: Path) -> None:
    """An announcement expires at midnight in Jakarta; GitHub tells when the workflow succeeded last."""
    shutil.copytree(ROOT / "tests/sites/minimal/data", tmp_path / "data")
    news = tmp_path / "content/news/2018-kabar.md"
    news.parent.mkdir(parents=True)
    news.write_text(
        "---\ntitle: Kabar\ndate: 2018\nsummary: S.\nexpiry_date: 2020-01-01\n---\nIsi.\n", encoding="utf-8"
    )
    script = tmp_path / ".ci" / "due"
    script.parent.mkdir()
    shutil.copy(ROOT / ".ci" / "due", script)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name, body in (
        (".venv/bin/sitegen", f'exec {shlex.quote(sys.executable)} -m sitegen "$@"'),
        ("gh", f'case "$*" in *"deploy.yml"*"success"*) echo {last} ;; *) exit 1 ;; esac'),
        ("make", "true"),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    ran = subprocess.run(
        [script], check=False, env=environment(PATH=f"{tmp_path}:{os.environ['PATH']}"), capture_output=True, text=True
    )
    assert (ran.returncode, ran.stdout) == (0, f"due={due}\n"), ran.stderr


def test_workflows_publish_manifest_beside_home_page(tmp_path: Path) -> None:
    """The folder of the build stays as it is, for the next one."""
    (tmp_path / ".ci").mkdir()
    script = shutil.copy(ROOT / ".ci" / "pages", tmp_path / ".ci")
    (tmp_path / "build/site/data").mkdir(parents=True)
    for file in ("site/index.html", "site/.nojekyll", "site/data/a.csv", "manifest.json"):
        (tmp_path / "build" / file).write_text(file, encoding="utf-8")
    for _ in range(2):
        subprocess.run([script], check=True)
        pages = {str(file.relative_to(tmp_path / "build/pages")) for file in (tmp_path / "build/pages").rglob("*.*")}
        assert pages == {"index.html", ".nojekyll", "data/a.csv", "manifest.json"}
        assert not (tmp_path / "build/site/manifest.json").exists()
    (step,) = [step for step in steps() if "upload-pages-artifact@" in step.get("uses", "")]
    assert step["with"]["path"] == "build/pages"


def test_workflows_deployment_says_which_addresses_are_not_locked() -> None:
    """It holds back no publication: an announcement that was scheduled has an address that nobody locked yet."""
    jobs = read(WORKFLOWS[1])["jobs"]
    (job,) = [name for name, one in jobs.items() if any(step.get("run") == ".ci/locked" for step in one["steps"])]
    assert jobs[job]["if"] == "github.event_name == 'push'"
    assert all(job not in str(other.get("needs", "")) for other in jobs.values())
    assert ".venv/bin/sitegen lock --check\n" in (ROOT / ".ci" / "locked").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("found", "code", "issue", "asked"),
    [
        ("x.md:1: error[link-dead] …", 1, "", "issue create"),
        ("x.md:1: warning[link-unanswered] …", 0, "7", "issue edit 7"),
        ("", 0, "7", "issue close 7"),
        ("", 0, "", ""),
        ("error[links-offline] …", 1, "7", ""),
    ],
    ids=["first", "again", "mended", "nothing", "offline"],
)
def test_workflows_links_open_one_issue(found: str, code: int, issue: str, asked: str, tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    script = shutil.copy(ROOT / ".ci" / "links", tmp_path / ".ci")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    log = tmp_path / "log"
    for name, body in (
        (".venv/bin/sitegen", f"echo {shlex.quote(found)} >&2; exit {code}"),
        ("gh", f'case "$*" in *"issue list"*) echo {issue} ;; *) echo "$@" >> {shlex.quote(str(log))} ;; esac'),
        ("make", "true"),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    ran = subprocess.run([script], check=False, env=environment(PATH=path), capture_output=True, text=True)
    assert ran.returncode == (code if "offline" in found else 0), ran.stderr
    written = log.read_text(encoding="utf-8") if log.exists() else ""
    assert written.startswith(asked)
    assert bool(written) == bool(asked)
    assert found in written or "link-" not in found
