"""Set-up: what `make` promises, that each install is pinned, and that what is missing on a machine is said plainly."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
ASKED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TARGETS = ["help", "site", "check", "diff", "serve", "quick", "test", "bench", "torture", "lock", "wheel", "clean"]
LOCKS = ["site", "dev", "bench"]
SET_UP_FILES = [
    "Makefile",
    "pyproject.toml",
    "hatch_build.py",
    ".ci/browser",
    ".ci/bench.txt",
    ".ci/dev.txt",
    ".ci/due",
    ".ci/python",
    ".ci/run",
    ".ci/site.txt",
    ".github/workflows/check.yml",
    ".github/workflows/deploy.yml",
    "sitegen/assets/package.json",
    "sitegen/assets/package-lock.json",
    "tests/tools/.npmrc",
    "tests/tools/package.json",
    "tests/tools/package-lock.json",
]


def run(*command: str, env: dict[str, str] | None = None, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command as from a fresh shell: without what a `make test` around this run hands down."""
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith("MAKE") and key not in {"MFLAGS", "ARGS"}
    }
    return subprocess.run(
        command,
        cwd=cwd,
        env=clean if env is None else env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def pins(name: str) -> dict[str, str]:
    """The version of each package that a lock (site, dev or bench) names for this machine, by its canonical name."""
    text = (ROOT / ".ci" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    locked = [Requirement(line.partition(" --hash=")[0]) for line in text.splitlines()]
    here = [one for one in locked if one.marker is None or one.marker.evaluate()]
    return {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in here}


def test_make_without_target_lists_commands() -> None:
    listed = run("make").stdout
    assert re.findall(r"^  make (\w+) ", listed, re.MULTILINE) == TARGETS
    assert f".PHONY: {' '.join(TARGETS)}" in MAKEFILE


@pytest.mark.parametrize(
    ("target", "command"),
    [("site", ".venv/bin/sitegen build"), ("check", ".venv/bin/sitegen check"), ("serve", ".venv/bin/sitegen serve")],
)
def test_make_passes_arguments_on(target: str, command: str) -> None:
    planned = run("make", "--dry-run", "--old-file=.venv/site", target, "ARGS=--lang en").stdout
    assert planned.strip() == f"{command} --lang en"


@pytest.mark.parametrize(
    ("target", "checks", "chosen"),
    [
        ("test", ["browser", "ruff", "ruff", "mypy", "lint-imports"], "-k reader"),
        (
            "quick",
            ["ruff", "ruff", "mypy", "lint-imports"],
            '--quiet -m "not slow" --hypothesis-profile=quick -k reader',
        ),
    ],
)
def test_make_runs_every_check_and_pytest_last(target: str, checks: list[str], chosen: str) -> None:
    planned = run("make", "--dry-run", "--old-file=.venv/dev", target, "ARGS=-k reader").stdout.splitlines()
    assert [line.split()[0].rpartition("/")[2] for line in planned[:-1]] == checks
    command = ".venv/bin/python -m pytest -n auto --dist loadgroup --no-loadscope-reorder"
    assert planned[-1] == f"{command} {chosen}"


def test_setup_installs_are_pinned_and_offline() -> None:
    planned = run("make", "--dry-run", "--always-make", ".venv/dev", ".venv/bench").stdout
    installs = [line for line in planned.splitlines() if " pip " in line]
    assert len(installs) == 4
    for install in installs:
        assert "--require-hashes --requirement .ci/" in install or "--no-build-isolation --no-deps" in install


@pytest.mark.parametrize("name", LOCKS)
def test_setup_lock_has_exact_version_and_digests_of_each_package(name: str) -> None:
    text = (ROOT / ".ci" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    entry = r"[a-z0-9-]+(\[[a-z,]+\])?==[0-9][0-9a-z.]*( ; [^\\\n]*?)?(\s+--hash=sha256:[0-9a-f]{64})+"
    assert [line[:60] for line in text.splitlines() if not re.fullmatch(entry, line)] == []


def test_setup_locks_agree_on_versions() -> None:
    versions = [pins(name) for name in LOCKS]
    assert versions[0].items() <= versions[1].items()
    assert versions[0].items() <= versions[2].items()


def test_setup_locks_equal_installed() -> None:
    locked = pins("dev") | pins("bench")
    optional = ASKED["project"]["optional-dependencies"]
    asked = [
        *ASKED["build-system"]["requires"],
        *ASKED["project"]["dependencies"],
        *optional["dev"],
        *optional["bench"],
    ]
    queue, reached = [Requirement(text) for text in asked], set[str]()
    while queue:
        requirement = queue.pop()
        name = canonicalize_name(requirement.name)
        if name in reached:
            continue
        reached.add(name)
        assert locked[name] in requirement.specifier, f"{requirement} is not met by the lock"
        try:
            found = distribution(name)
        except PackageNotFoundError:
            assert name in {canonicalize_name(Requirement(text).name) for text in optional["bench"]}, (
                f"{name} is not installed"
            )
            continue
        assert found.version == locked[name], f"{name} {found.version} is installed, {locked[name]} is locked"
        extras = ("", *requirement.extras)  # `name[extra]` brings what the package needs for it
        needs = [Requirement(text) for text in found.requires or []]
        queue += [one for one in needs if not one.marker or any(one.marker.evaluate({"extra": x}) for x in extras)]
    assert reached == set(locked)


def test_setup_npm_lock_has_digests_and_no_scripts() -> None:
    tools = ROOT / "tests" / "tools"
    declared = json.loads((tools / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((tools / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in declared.items():
        assert locked[f"node_modules/{name}"]["version"] == version
    packages = {name: package for name, package in locked.items() if name}
    assert [name for name, one in packages.items() if not one["integrity"].startswith("sha512-")] == []
    assert [name for name, one in packages.items() if "resolved" in one] == []
    planned = run("make", "--dry-run", "--always-make", ".venv/dev").stdout
    (install,) = (line for line in planned.splitlines() if "/npm " in line)
    assert install.startswith("cd .venv/tools && ")
    assert "npm ci --ignore-scripts" in install


@pytest.mark.parametrize("file", SET_UP_FILES)
def test_setup_names_no_registry(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not re.search(r"pypi\.org|pythonhosted|npmjs|index-url|find-links|registry\s*=", text)


@pytest.mark.parametrize("script", [".ci/browser", ".ci/python", ".ci/run"])
def test_setup_scripts_are_executable(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    assert run("bash" if script == ".ci/run" else "sh", "-n", script).stderr == ""


def test_setup_python_with_venv_is_found() -> None:
    found = run("sh", ".ci/python").stdout.strip()
    assert run(found, "-c", "import sys, venv; print(sys.version_info >= (3, 11))").stdout == "True\n"


def test_setup_old_python_is_refused_with_advice(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\ncase "$2" in *platform*) echo 3.9.2 ;; *version_info*) exit 1 ;; esac\n')
    old.chmod(0o755)
    result = run("/bin/sh", ".ci/python", env={"PATH": str(tmp_path), "PYTHON": "python3"})
    assert result.returncode == 1
    assert "needs Python 3.11 or newer; this machine's is 3.9.2" in result.stderr


def test_setup_python_without_venv_is_refused_with_advice(tmp_path: Path) -> None:
    bare = tmp_path / "python3"
    bare.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\n')
    bare.chmod(0o755)
    result = run("/bin/sh", ".ci/python", env={"PATH": str(tmp_path), "PYTHON": "python3"})
    assert result.returncode == 1
    assert "apt-get install python3-venv" in result.stderr


@pytest.mark.parametrize(("required", "status"), [("", 0), ("all", 1)])
def test_setup_missing_browser_fails_where_required(required: str, status: int, tmp_path: Path) -> None:
    result = run("/bin/sh", ".ci/browser", env={"PATH": str(tmp_path), "SITEGEN_REQUIRE": required})
    assert result.returncode == status
    assert "apt-get install chromium-headless-shell" in result.stderr


@pytest.mark.parametrize(
    ("script", "package"), [(".ci/browser", "chromium-headless-shell"), (".ci/python", "python3.11-venv")]
)
def test_setup_debian_packages_installed_as_root(script: str, package: str, tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    bare = 'case "$2" in *ensurepip*) exit 1 ;; *version_info\\[*) echo 3.11 ;; esac'
    for name, body in {"id": "echo 0", "apt-get": f'echo "$@" >> "{asked}"', "python3": bare}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    result = run("/bin/sh", script, env={"PATH": str(tmp_path), "PYTHON": "python3", "SITEGEN_REQUIRE": "all"})
    assert result.returncode == 0, result.stderr
    update, install = asked.read_text().splitlines()
    assert update == "update -q"
    assert install.startswith("install -q -y --no-install-recommends ")
    assert package in install.split()


@pytest.mark.parametrize(
    ("summary", "status"),
    [("2 passed, 1 skipped in 300.25s (0:05:00)", 0), ("1 failed, 2 passed, 1 error in 1.00s", 1)],
)
def test_ci_run_requires_all_and_ends_with_summary(summary: str, status: int, tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    recipe = f"\t@echo '=== {summary} ==='; echo require=$$SITEGEN_REQUIRE; exit {status}\n"
    (tmp_path / "Makefile").write_text(f"test:\n{recipe}")
    result = run(str(tmp_path / ".ci" / "run"), cwd=tmp_path)
    assert bool(result.returncode) == bool(status)
    assert "require=all" in result.stdout
    assert result.stdout.splitlines()[-1] == f"=== {summary} ==="


def test_ci_run_reports_tests_not_reached(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    (tmp_path / "Makefile").write_text("test:\n\t@exit 2\n")
    result = run(str(tmp_path / ".ci" / "run"), cwd=tmp_path)
    assert result.returncode != 0
    assert result.stdout.splitlines()[-1] == "The tests were not reached."


def test_setup_moved_checkout_gets_new_environment(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    binary = tmp_path / ".venv" / "bin"
    binary.mkdir(parents=True)
    (binary / "python").symlink_to("/bin/sh")
    checkout = tmp_path / ".venv" / "checkout"
    checkout.write_text(f"{tmp_path.resolve()}\n")
    at_home = run("make", "--dry-run", ".venv/checkout", cwd=tmp_path)
    checkout.write_text("/another/place\n")
    moved = run("make", "--dry-run", ".venv/checkout", cwd=tmp_path)
    assert "-m venv" not in at_home.stdout
    assert "-m venv" in moved.stdout
