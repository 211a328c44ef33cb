"""The preview: a save reloads the browser, a broken one keeps the last good site and says why."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from playwright.sync_api import Browser, expect
from running_preview import Running, run
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from sitegen.build import build_lock
from sitegen.server import add_preview_scripts

Start = Callable[..., Running]
BROKEN = "---\ntitle: <img src=x onerror=alert(1)>\nsummary: x\nordr: 5\n---\n\nTeks.\n"


def page_of(root: Path) -> Path:
    return root / "content/pages/tentang.md"


async def listen(address: str) -> WebSocketClientConnection:
    """Connect as livereload's script does."""
    connection = await websocket_connect(address.replace("http:", "ws:") + "/livereload")
    await connection.write_message(json.dumps({"command": "hello", "protocols": []}))
    assert json.loads(await connection.read_message() or "")["command"] == "hello"
    await connection.write_message(json.dumps({"command": "info", "url": address}))
    return connection


async def leave(connection: WebSocketClientConnection) -> None:
    """Close the connection, and wait until it is: its loop ends with the test, and would leave the socket open."""
    connection.close()
    while await asyncio.wait_for(connection.read_message(), 20) is not None:
        pass


async def reload_after(connection: WebSocketClientConnection, file: Path, text: str) -> dict[str, Any]:
    """Save `file`, and wait until the browser is told."""
    file.write_text(text, encoding="utf-8")
    message = await asyncio.wait_for(connection.read_message(), 20)
    answer: dict[str, Any] = json.loads(message or "")
    return answer


def test_serve_reloads_and_keeps_last_good_site(root: Path, preview: Start) -> None:
    running, file = preview(), page_of(root)
    good = file.read_text(encoding="utf-8")

    async def edit() -> None:
        connection = await listen(running.address)
        message = await reload_after(connection, file, good.replace("Ganti teks ini", "Halo"))
        assert message["command"] == "reload"
        assert "Halo: siapa" in running.get("/tentang/")
        assert running.state()["problems"] == []

        assert (await reload_after(connection, file, BROKEN))["command"] == "reload"
        state = running.state()
        assert "Halo: siapa" in running.get("/tentang/")
        assert state["heading"] == "1 galat"
        assert "terakhir berhasil" in state["note"]
        (problem,) = state["problems"]
        assert (problem["place"], problem["code"]) == ("content/pages/tentang.md:4:1", "error[unknown-key]")
        assert problem["message"].endswith('Maksud Anda "order"?')

        assert (await reload_after(connection, file, good.replace("Ganti teks ini", "Halo")))["command"] == "reload"
        assert running.state()["problems"] == []
        await leave(connection)

    run(edit())
    assert running.lines == ["round built"]
    assert not (root / "build/site").exists()
    assert running.end() == 0


def test_serve_shows_drafts_and_changes_no_file(root: Path, preview: Start) -> None:
    running = preview()
    draft = running.get("/berita/2024/contoh/")
    assert f'<link rel="canonical" href="{running.address}/berita/2024/contoh/">' in draft
    assert "/livereload.js?port=" in draft
    assert "connect-src 'self' ws:" in draft
    built = (root / "build/preview/berita/2024/contoh/index.html").read_text(encoding="utf-8")
    assert "livereload" not in built
    assert "ws:" not in built
    assert running.end() == 0


def test_serve_missing_page_is_404_of_site(preview: Start) -> None:
    running = preview()
    with pytest.raises(HTTPError, match="404") as missing:
        running.get("/tidak-ada/")
    assert "/__preview/overlay.js" in missing.value.read().decode()
    missing.value.close()
    with pytest.raises(HTTPError, match="404") as foreign:
        running.get("/", Host="another.example")
    foreign.value.close()


def test_serve_without_good_site_explains(root: Path, preview: Start) -> None:
    good = page_of(root).read_text(encoding="utf-8")
    page_of(root).write_text(BROKEN, encoding="utf-8")
    running = preview()
    assert running.lines == ["round not built unknown-key"]
    with pytest.raises(HTTPError, match="404") as missing:
        running.get("/")
    assert "/__preview/overlay.js" in missing.value.read().decode()
    missing.value.close()
    assert running.state()["note"].startswith("Belum ada situs")

    async def mend() -> None:
        connection = await listen(running.address)
        await reload_after(connection, page_of(root), good)
        await leave(connection)

    run(mend())
    assert "Judul situs Anda" in running.get("/")


def test_serve_recreated_folder_is_watched(root: Path, preview: Start) -> None:
    running = preview()

    async def switch() -> None:
        connection = await listen(running.address)
        shutil.move(root / "content", root / "aside")
        assert json.loads(await asyncio.wait_for(connection.read_message(), 20) or "")["command"] == "reload"
        shutil.move(root / "aside", root / "content")
        assert json.loads(await asyncio.wait_for(connection.read_message(), 20) or "")["command"] == "reload"
        good = page_of(root).read_text(encoding="utf-8")
        await reload_after(connection, page_of(root), good.replace("Ganti teks ini", "Halo"))
        await leave(connection)

    run(switch())
    assert "Halo: siapa" in running.get("/tentang/")


def test_serve_taken_port_and_second_preview(preview: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        running = preview(port)
    assert int(running.address.rpartition(":")[2]) > port
    second = preview()
    assert second.lines == ["round not built build-running"]
    assert second.process.wait(timeout=15) == 1


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_serve_ended_by_signal_leaves_nothing(root: Path, preview: Start, number: int, code: int) -> None:
    page_of(root).write_text(BROKEN, encoding="utf-8")  # starts faster
    running = preview()
    assert running.end(number) == code
    assert running.process.stdout is not None
    assert running.process.stdout.read() == ""
    with build_lock(root / "build/.preview.sitegen/preview"):
        socket.create_server(("127.0.0.1", int(running.address.rpartition(":")[2]))).close()


def test_serve_websocket_refuses_other_origins(root: Path, preview: Start) -> None:
    page_of(root).write_text(BROKEN, encoding="utf-8")  # starts faster
    running = preview()
    url = running.address.replace("http:", "ws:") + "/livereload"
    port = int(running.address.rpartition(":")[2])

    async def connect() -> None:
        for origin in ("https://another.example", f"http://127.0.0.1:{port + 1}", f"http://localhost:{port}", "null"):
            with pytest.raises(HTTPClientError, match="403"):
                await websocket_connect(HTTPRequest(url, headers={"Origin": origin}))
        await leave(await websocket_connect(HTTPRequest(url, headers={"Origin": running.address})))

    run(connect())


def test_serve_policy_extended_for_preview_only() -> None:
    page = b"""<head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'"></head>"""
    assert add_preview_scripts(page, 7, 8000) == (
        b"""<head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; """
        b"""script-src 'self'; style-src 'self'; connect-src 'self' ws:">"""
        b"""<script src="/__preview/overlay.js" data-build="7" defer></script>\n"""
        b"""<script src="/livereload.js?port=8000" defer></script>\n</head>"""
    )


def test_serve_overlay_shows_and_hides_problems(root: Path, preview: Start, browser: Browser) -> None:
    running, file = preview(), page_of(root)
    good = file.read_text(encoding="utf-8")
    told: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: told.append(dialog.message))
    with page.expect_websocket() as connection:
        page.goto(running.address + "/tentang/")
    assert connection.value.url.endswith("/livereload")
    overlay = page.locator("sitegen-preview section")
    expect(overlay).to_have_count(0)
    file.write_text(BROKEN.replace("ordr", "'<img src=x onerror=alert(1)>'"), encoding="utf-8")
    expect(overlay).to_contain_text("content/pages/tentang.md:4:1")
    expect(overlay).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("main")).to_contain_text("Ganti teks ini")
    expect(overlay).to_have_css("position", "fixed")
    overlay.get_by_role("button").click()
    expect(overlay).to_have_count(0)
    file.write_text(good.replace("Ganti teks ini", "Halo"), encoding="utf-8")
    expect(page.locator("main")).to_contain_text("Halo")
    expect(overlay).to_have_count(0)
    page.close()
    assert told == []
