"""A page that is watched while it is used: what it asks for, complains of, and leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page, Response, ViewportSize

SCREEN: ViewportSize = {"width": 412, "height": 900}
"""The screen on which pages are used."""
VIOLATIONS = """() => {
  window.__violations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.__violations.push(`${event.effectiveDirective} forbids ${event.blockedURI} ${event.sample}`));
}"""
LEFT_BEHIND = """async () => [
  ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
  ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
  ...(await indexedDB.databases()).map((one) => `IndexedDB ${one.name}`),
  ...(await caches.keys()).map((key) => `cache ${key}`),
  ...(await navigator.serviceWorker.getRegistrations()).map((one) => `service worker ${one.scope}`),
]"""
LEFT = "net::ERR_ABORTED"
"""A request that the browser gave up because the page was left."""
QUIET_MS = 250
"""How long a page must ask for nothing until it is at rest."""
SOUGHT = "suko"
"""What is typed into a field for text."""


@dataclass
class Watch:
    """A page with what it asks for and complains of."""

    page: Page
    asked: list[str] = field(default_factory=list)
    """Every address asked for."""
    faults: list[str] = field(default_factory=list)
    """Complaints in the console, uncaught errors, dialogs, requests without an answer of 200."""
    waiting: int = 0
    """Requests under way."""

    def rest(self) -> None:
        """Wait until the page has asked for nothing for a while."""
        quiet = 0
        while quiet < QUIET_MS:
            before = len(self.asked)
            self.page.wait_for_timeout(50)
            quiet = quiet + 50 if len(self.asked) == before and self.waiting <= 0 else 0


def watch(context: BrowserContext) -> Watch:
    """A new page of `context`, watched from before anything is loaded."""
    page = context.new_page()
    page.add_init_script(f"({VIOLATIONS})()")
    seen = Watch(page)

    def begun(url: str) -> None:
        seen.asked.append(url)
        seen.waiting += 1

    def ended(fault: str) -> None:
        seen.waiting -= 1
        if fault:
            seen.faults.append(fault)

    page.on("request", lambda request: begun(request.url))
    page.on("requestfinished", lambda request: ended(""))
    page.on("requestfailed", lambda one: ended("" if one.failure == LEFT else f"{one.url}: {one.failure}"))
    page.on("response", lambda one: None if one.status < 400 else seen.faults.append(f"{one.url}: {one.status}"))
    page.on("console", lambda said: seen.faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: seen.faults.append(str(error)))
    page.on("dialog", lambda dialog: (seen.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    return seen


def use(seen: Watch) -> None:
    """Do with a page what a reader does: open what can be opened, type into its fields, press its buttons once."""
    page = seen.page
    for summary in page.locator("main summary").all():
        if summary.is_visible():
            summary.click()
    page.evaluate("() => new Promise((done) => setTimeout(done))")  # what opened says so in a task of its own
    buttons = [one for one in page.locator("main button").all() if one.is_visible() and one.is_enabled()]
    for text in page.locator("main").locator("input[type=search], input[type=text], input:not([type])").all():
        if text.is_visible() and text.is_editable():
            text.press_sequentially(SOUGHT, delay=20)
            seen.rest()
            text.press("Enter")
            seen.rest()
    for button in buttons:
        if button.is_visible():
            button.click()
            seen.rest()


def policy_faults(seen: Watch, url: str, answer: Response | None) -> list[str]:
    """What a page that was loaded and used did that none of the site may do."""
    address = "/".join(url.split("/")[:3])
    found = [] if answer and answer.status == 200 else [f"is answered with {answer and answer.status}"]
    if answer and "content-security-policy" not in answer.headers:
        found.append("is sent without a policy")
    found += seen.faults
    found += seen.page.evaluate("window.__violations || []")
    found += [f"asks {one}" for one in seen.asked if not one.startswith((f"{address}/", "data:", f"blob:{address}/"))]
    found += [f"cookie {one.get('name')}" for one in seen.page.context.cookies()]
    found += seen.page.evaluate(LEFT_BEHIND)
    return found


CONTENTS = """() => {
  const main = document.querySelector("main");
  const shown = (one) => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility({ visibilityProperty: true }) && box.width > 0 && box.height > 0;
  };
  const count = (selector) => main ? [...main.querySelectorAll(selector)].filter(shown).length : 0;
  return {
    text: main ? main.innerText : "", links: count("a[href]"), rows: count("tr"), items: count("li"),
    pictures: count("img, svg"), scripts: document.querySelectorAll("script:not([type='application/ld+json'])").length,
  };
}"""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a reader finds in the main part of a page."""

    text: str
    links: int
    rows: int
    items: int
    pictures: int
    scripts: int
    """Scripts that the page runs where it may."""


def contents_of(page: Page) -> Contents:
    """What there is to see on a page as it stands."""
    return Contents(**page.evaluate(CONTENTS))


def script_faults(there: Contents, here: Contents) -> list[str]:
    """What a page shows with JavaScript (`there`) and not without it; and whether there are ways on from it."""
    found = list[str]()
    for name in ("links", "rows", "items", "pictures"):
        if getattr(here, name) < getattr(there, name):
            found.append(f"{getattr(here, name)} {name} without JavaScript, {getattr(there, name)} with it")
    missing = [line for line in there.text.splitlines() if line.strip() and line not in here.text]
    if missing and not there.scripts:
        found.append(f"text that is there with JavaScript only: {missing[:3]}")
    if not here.text.strip():
        found.append("no text without JavaScript")
    if here.links == 0:
        found.append("no way on without JavaScript")
    return found
