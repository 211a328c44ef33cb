"""What axe-core finds wrong with a page as it stands in the browser, in words that tell where to look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[1] / ".venv" / "tools" / "node_modules" / "axe-core" / "axe.min.js"
"""Where make installs it; see tests/tools."""
COLOUR_RULES = ("color-contrast", "link-in-text-block")
"""The rules that look at colours."""
RUN = """async (only) => {
  const rules = { "target-size": { enabled: true } };  // of WCAG 2.2, off unless asked for
  const chosen = only.length ? { runOnly: { type: "rule", values: only } } : { rules };
  const found = await axe.run(document, { resultTypes: ["violations"], ...chosen });
  return found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")}: ${node.html.slice(0, 200)}: ${node.failureSummary}`));
}"""


@dataclass(frozen=True, slots=True)
class Axe:
    """axe-core, brought into pages past their policy as a browser's own tools are, so that the policy stays on."""

    source: str
    """Its script."""

    def violations(self, page: Page, rules: Sequence[str] = ()) -> list[str]:
        """What it finds wrong with `page` by these rules, or by all, those of good practice included; empty where
        nothing is."""
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(self.source + ";0")
        found: list[str] = page.evaluate(RUN, list(rules))
        return found
