// The button that opens the interactive map. Nothing of the map is fetched before it is pressed.
(function () {
  "use strict";

  const section = document.getElementById("map");
  const opener = document.getElementById("map-open");
  const button = opener.querySelector("button");
  const status = document.getElementById("map-status");
  const opened = document.getElementById("map-opened");
  const kept = [section.dataset.index, section.dataset.backdrop]; // several scripts ask for them
  const files = new Map();

  // What a JSON file holds: asked for once at a time, and again if it failed.
  function fetched(address) {
    if (!files.has(address)) {
      const file = fetch(address).then((answer) => {
        if (!answer.ok) throw new Error(answer.status + " " + address);
        return answer.json();
      });
      const forget = () => files.delete(address);
      files.set(address, file);
      file.then(kept.includes(address) ? null : forget, forget);
    }
    return files.get(address);
  }

  // All are fetched at once, and run in the order in which they stand.
  function run(address) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.async = false;
      script.onload = done;
      script.onerror = () => failed(new Error(address));
      document.head.append(script);
    });
  }

  // The rules of the open map; they stay when opening it fails later on.
  function style(address) {
    if (document.querySelector("link[data-opened]")) return Promise.resolve();
    return new Promise((done, failed) => {
      const sheet = document.createElement("link");
      Object.assign(sheet, { rel: "stylesheet", href: address, onload: done });
      sheet.dataset.opened = "";
      sheet.onerror = () => {
        sheet.remove(); // the next press asks again
        failed(new Error(address));
      };
      document.head.append(sheet);
    });
  }

  function say(text) {
    status.textContent = text;
  }

  function open() {
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true"); // not `disabled`, which would let the focus fall
    say(status.dataset.loading);
    const scripts = section.dataset.scripts.trim().split(/\s+/);
    const composed = scripts.pop(); // makes the map, so it runs only when all that it needs is there
    const early = document.createElement("link");
    Object.assign(early, { rel: "preload", as: "script", href: composed });
    document.head.append(early);
    Promise.all([style(section.dataset.style)].concat(scripts.map(run), kept.filter(Boolean).map(fetched)))
      .then(() => {
        opened.hidden = false; // a map measures its element when it is made
        sitegenMap.ready = null; // of a press before
        return run(composed);
      })
      .then(() => sitegenMap.ready)
      .then((map) => {
        const wait = [button, document.body].includes(document.activeElement);
        if (wait) map.getContainer().focus({ preventScroll: true });
        opener.hidden = true;
      })
      .catch(fail);
  }

  // The button stays, to try again with; what there was of the map goes, so that it is begun anew.
  function fail(error) {
    opened.before(status); // out of the map, which had taken it
    const ground = opened.querySelector(".map-ground"), map = window[ground.id]; // the element, if nothing is made yet
    if (map && map !== ground) map.remove();
    window[ground.id] = null;
    ground.replaceWith(ground.cloneNode(false)); // without what listens to it
    opened.querySelectorAll(".map-choice, .map-actions").forEach((made) => made.remove());
    files.clear();
    opened.hidden = true;
    button.removeAttribute("aria-disabled");
    say(status.dataset.failed);
    console.info(String(error));
  }

  window.sitegenMap = { fetched: fetched, fail: fail, say: say };
  document.getElementById("map-no-script").hidden = true;
  opener.hidden = false;
  button.addEventListener("click", open);
  const asked = new URLSearchParams(location.search.slice(1) + "&" + location.hash.slice(1));
  if ((section.dataset.keys || "").split(" ").some((key) => asked.has(key))) say(status.dataset.chosen);
})();
