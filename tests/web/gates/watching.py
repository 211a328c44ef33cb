"""A page that is watched while it is used: what it asks for, complains of, and leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page

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


def disturbances(browser: Browser, url: str, *, status: int = 200) -> list[str]:
    """What a page does, as it is loaded and used, that none of the site may do; the host answers it with `status`."""
    address = "/".join(url.split("/")[:3])
    context = browser.new_context(viewport={"width": 412, "height": 900})
    seen = watch(context)
    answer = seen.page.goto(url, wait_until="load")
    found = [] if answer and answer.status == status else [f"is answered with {answer and answer.status}"]
    if answer and "content-security-policy" not in answer.headers:
        found.append("is sent without a policy")
    seen.rest()
    use(seen)
    found += [fault for fault in seen.faults if not (status == 404 and url in fault)]
    found += seen.page.evaluate("window.__violations || []")
    found += [f"asks {one}" for one in seen.asked if not one.startswith((f"{address}/", "data:", f"blob:{address}/"))]
    found += [f"cookie {one.get('name')}" for one in context.cookies()]
    found += seen.page.evaluate(LEFT_BEHIND)
    context.close()
    return found


@dataclass(frozen=True, slots=True)
class _Whole:
    """What a reader finds on a page."""

    text: str
    links: int
    rows: int
    items: int
    pictures: int


def lost_without_script(browser: Browser, url: str) -> list[str]:
    """What a page shows with JavaScript and not without it; and whether there are ways on from it."""
    with_script, without = (_whole(browser, url, on) for on in (True, False))
    found = list[str]()
    for name in ("links", "rows", "items", "pictures"):
        there, here = getattr(with_script[0], name), getattr(without[0], name)
        if here < there:
            found.append(f"{here} {name} without JavaScript, {there} with it")
    scripted = with_script[1]
    missing = [line for line in with_script[0].text.splitlines() if line.strip() and line not in without[0].text]
    if missing and not scripted:
        found.append(f"text that is there with JavaScript only: {missing[:3]}")
    if not without[0].text.strip():
        found.append("no text without JavaScript")
    if without[0].links == 0:
        found.append("no way on without JavaScript")
    return found


def _whole(browser: Browser, url: str, script: bool) -> tuple[_Whole, bool]:
    """What there is to see in the main part of a page, and whether the page has a script of its own."""
    context = browser.new_context(java_script_enabled=script, viewport={"width": 412, "height": 900})
    page = context.new_page()
    page.goto(url, wait_until="load")

    def visible(selector: str) -> int:
        return sum(one.is_visible() for one in page.locator(f"main {selector}").all())

    main = page.locator("main")
    counted = (visible("a[href]"), visible("tr"), visible("li"), visible("img, svg"))
    whole = _Whole(main.inner_text() if main.count() else "", *counted)
    scripted = page.locator("script[src]").count() > 0
    context.close()
    return whole, scripted
