"""Take screenshots of a page of each template for manual review, into tools/shots/, which git ignores.

python tools/shoot.py                         every template
python tools/shoot.py village.html home.html  these
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.path += [str(Path(__file__).parents[1] / folder) for folder in ("tests", "tests/web")]  # sites

from chromium import chromium
from gates.colours import SCHEMES
from gates.sites import FULL, SAMPLE, SEEN, hosted_site
from gates.visit import page_of
from playwright.sync_api import Browser

SHOTS = Path(__file__).parent / "shots"
WIDTHS = (320, 360, 768, 1280)
"""Screen widths in CSS pixels."""


def shoot(browser: Browser, url: str, name: str) -> None:
    """Take full-page screenshots at each width, light and dark: `village-360-dark.png`."""
    for scheme in SCHEMES:
        context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        page = context.new_page()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(url, wait_until="load")
            page.screenshot(path=SHOTS / f"{name}-{width}-{scheme}.png", full_page=True)
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("templates", nargs="*", default=SEEN, metavar="TEMPLATE")
    names = parser.parse_args().templates
    SHOTS.mkdir(exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sites = [stack.enter_context(hosted_site(root, folder / root.name / "site")) for root in (SAMPLE, FULL)]
        browser = stack.enter_context(chromium())
        for template in names:
            found = page_of(sites, template)
            if found is None:
                print(f"{template}: no page shows it", file=sys.stderr)
                continue
            shoot(browser, found[1].url, template.removesuffix(".html"))
            print(f"{template}: {found[1].path}")


if __name__ == "__main__":
    main()
