// The list below the map, by what the reader has chosen. Without a choice it is the one that the page came with.
(function () {
  "use strict";

  // Places that are named one by one at the most, as on the page itself.
  const LISTED = Number(document.getElementById("map").dataset.listed);
  const piece = sitegenMap.piece, element = piece.element, say = piece.say;

  function link(path, name) {
    return element("a", { href: document.getElementById("map").dataset.root + path }, name);
  }

  function counts(one, tag) {
    const said = ["certified", "reached"].filter((status) => one[status]);
    const parts = said.map((status) => say("count_" + status, { count: sitegenMap.number(one[status]) }));
    return element(tag, { class: "meta" }, parts.join(", "));
  }

  function standing(place) {
    const words = sitegenMap.words, certified = place.status === "certified";
    const parts = [certified ? words.certified + " " + (place.year || words.year_undated) : words.reached];
    if (place.held) parts.push(", " + words[place.held]);
    if (place.lat === null) parts.push("; " + words.no_point);
    return element("span", { class: "meta" }, parts.join(""));
  }

  // By name as the page sorts them, then by code.
  function byName(one, other) {
    if (one.bare !== other.bare) return one.bare < other.bare ? -1 : 1;
    return one.code < other.code ? -1 : 1;
  }

  // The places to be named, by their area's number; those alone whose files are loaded.
  function named(store) {
    const found = new Map();
    store.parts.forEach((part, number) => {
      if (!part.loaded) return;
      store.matching(number).forEach((at) => {
        const area = store.columns(number).area[at];
        if (!found.has(area)) found.set(area, []);
        found.get(area).push(store.place(number, at));
      });
    });
    found.forEach((places) => places.sort(byName));
    return found;
  }

  function placeItems(places) {
    return places.map((place) => element("li", {}, link(place.path, place.name), " ", standing(place)));
  }

  function areaItem(area, tally, places) {
    const item = element("li", {}, link(area.path, area.name), " ", counts(tally, "span"));
    if (places) item.append(element("ul", {}, ...placeItems(places)));
    return item;
  }

  function content(store, more) {
    const tally = store.tally(), total = tally.certified + tally.reached;
    const places = total <= LISTED ? named(store) : new Map();
    const made = [];
    if (total <= LISTED && store.needed().length) made.push(element("p", {}, sitegenMap.words.unnamed), more);
    if (!total) return made.concat(element("p", {}, sitegenMap.words.shown_none + "."));
    store.tops.forEach((top, number) => {
      const shown = tally.shown[number];
      if (!shown.certified && !shown.reached) return;
      const inside = store.areas.filter((area) => area !== top && area.top === number)
        .filter(({ area }) => tally.areas[area].certified || tally.areas[area].reached)
        .map((area) => ({ bare: area.name, code: area.code, area: area })).sort(byName);
      const items = inside.map(({ area }) => areaItem(area, tally.areas[area.area], places.get(area.area)));
      items.push(...placeItems(places.get(top.area) || []));
      made.push(element("h3", {}, link(top.path, top.name)), counts(shown, "p"));
      if (items.length) made.push(element("ul", { class: "map-list" }, ...items));
    });
    return made;
  }

  // A link that was in focus is in focus again if it is still there, and else the list's heading.
  function replace(box, nodes) {
    const focused = box.contains(document.activeElement) ? document.activeElement : null;
    const loading = focused && nodes.includes(focused.parentNode);
    box.replaceChildren(...nodes);
    if (!focused) return;
    const same = loading ? focused : Array.from(box.querySelectorAll("a")).find((one) => one.href === focused.href);
    (same || document.getElementById("daftar")).focus({ preventScroll: true });
  }

  function list(store) {
    const box = document.getElementById("map-list");
    if (!box) return; // the page that other sites may frame has none
    const original = Array.from(box.childNodes);
    const button = piece.loader(store, () => document.getElementById("daftar").focus({ preventScroll: true }));
    const more = element("p", { class: "map-again" }, button);
    let whole = true; // whether the page's own list stands there
    const update = piece.later(() => {
      if (store.waiting() || (whole && !store.chosen())) return;
      button.tell();
      whole = !store.chosen();
      replace(box, whole ? original : content(store, more));
    });
    store.onchange(update);
    if (store.chosen()) update();
  }

  sitegenMap.list = list;
})();
