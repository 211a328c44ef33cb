"""Run all accessibility gates and write data/accessibility.yaml; its keys `untried` and `limits` are kept.

python tools/statement.py              all trials, about ten minutes
python tools/statement.py --at DATE    as of another day
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import yaml

sys.path += [str(Path(__file__).parents[1] / folder) for folder in ("tests", "tests/web")]  # the gates

import axe_core
from chromium import chromium
from gates import conformance, lighthouse
from gates.colours import SCHEMES, WIDTHS
from gates.sites import FULL, ROOT, SAMPLE, SEEN, Hosted, hosted_site
from gates.visit import FILE_GATES, MEASURED, STATED, Visitor, page_of
from playwright.sync_api import Browser

STATEMENT = ROOT / "data" / "accessibility.yaml"
HEAD = """\
# yaml-language-server: $schema=../docs/schema/accessibility.schema.json
#
# Pernyataan aksesibilitas. `python tools/statement.py` menulis berkas ini; hanya `untried` dan `limits` ditulis
# orang, dan tetap seperti yang tertulis.

"""
NAMES = {"axe": "Aturan aksesibilitas (axe-core), terang dan gelap", "lighthouse": "Lighthouse, sebagai telepon"}
"""The names of trials after a program; all others are named by messages of the theme."""
UNTRIED = ["screen-reader", "phone", "other-browsers", "readers", "outside-audit"]
"""What no gate covers, for a new file; people remove an entry from the file after checking it."""


def tools() -> dict[str, str]:
    """Return the installed versions of the tools of the gates, without the browser."""
    package = json.loads((axe_core.SOURCE.parent / "package.json").read_text(encoding="utf-8"))
    return {
        "axe-core": str(package["version"]),
        "Nu Html Checker": conformance.version(),
        "Lighthouse": lighthouse.version(),
    }


def count_faults(browser: Browser, sites: Sequence[Hosted]) -> dict[str, int]:
    """Run the gates; return the number of faults by trial."""
    axe = axe_core.Axe(axe_core.SOURCE.read_text(encoding="utf-8"))
    visitor = Visitor(browser, axe)
    visits = [visitor.visit_template(*page) for template in SEEN if (page := page_of(sites, template))]
    faults_by_trial = dict[str, list[str]]()
    for name in STATED:
        if name in FILE_GATES:
            faults_by_trial[name] = [fault for site in sites for fault in FILE_GATES[name](site.folder, site.address)]
        elif name != "lighthouse":
            faults_by_trial[name] = [fault for one in visits for fault in one[name]]
        else:
            measured = [page for template in MEASURED if (page := page_of(sites, template))]
            faults_by_trial[name] = [fault for _, page in measured for fault in lighthouse.shortcomings(page.url)]
        first = (fault.splitlines()[0][:150] for fault in faults_by_trial[name][:5])
        print(f"{name:14} {len(faults_by_trial[name])}", *first, sep="\n  ", flush=True)
    return {name: len(faults) for name, faults in faults_by_trial.items()}


def statement(day: str, browser: str, faults: dict[str, int], before: dict[str, Any]) -> str:
    """Write the text of the file; keep what people wrote in the one before."""
    lists: dict[str, list[dict[str, object]]] = {
        "tools": [{"name": name, "version": version} for name, version in (tools() | {"Chromium": browser}).items()],
        "trials": [
            {"what": name} | ({"name": f'"{NAMES[name]}"'} if name in NAMES else {}) | {"faults": count}
            for name, count in faults.items()
        ],
    }
    lines = [f"date: {day}", "templates:", *(f"  - {name}" for name in SEEN)]
    lines += [f"widths: [{', '.join(map(str, WIDTHS))}]", f"schemes: [{', '.join(SCHEMES)}]"]
    for key, items in lists.items():
        lines += [
            f"{key}:",
            *(f"  - {{{', '.join(f'{name}: {value}' for name, value in one.items())}}}" for one in items),
        ]
    by_people = {"untried": before.get("untried", UNTRIED), "limits": before.get("limits", [])}
    people_yaml = yaml.safe_dump(by_people, allow_unicode=True, sort_keys=False, width=118)
    return f"{HEAD}{chr(10).join(lines)}\n{people_yaml}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at", default=date.today().isoformat(), metavar="DATE", help="the day of the statement")
    day = parser.parse_args().at
    before = yaml.load(STATEMENT.read_text(encoding="utf-8"), yaml.BaseLoader) if STATEMENT.exists() else {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sites = [stack.enter_context(hosted_site(root, folder / root.name / "site")) for root in (SAMPLE, FULL)]
        browser = stack.enter_context(chromium())
        faults = count_faults(browser, sites)
        text = statement(day, browser.version, faults, before)
    STATEMENT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
