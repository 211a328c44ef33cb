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
    if (place.lapsed) parts.push(", " + words.lapsed);
    if (place.lat === null) parts.push("; " + words.no_point);
    return element("span", { class: "meta" }, parts.join(""));
  }

  // By name as the page sorts them, then by code.
  function byName(one, other) {
    if (one.bare !== other.bare) return one.bare < other.bare ? -1 : 1;
    return one.code < other.code ? -1 : 1;
  }

  // The places to be named, by their regency's number; those alone whose files are loaded.
  function named(store) {
    const found = new Map();
    store.parts.forEach((part, number) => {
      if (!part.loaded) return;
      store.matching(number).forEach((at) => {
        const regency = store.columns(number).regency[at];
        if (!found.has(regency)) found.set(regency, []);
        found.get(regency).push(store.place(number, at));
      });
    });
    found.forEach((places) => places.sort(byName));
    return found;
  }

  function regencyItem(regency, tally, places) {
    const item = element("li", {}, link(regency.path, regency.name), " ", counts(tally, "span"));
    if (places) {
      const items = places.map((place) => element("li", {}, link(place.path, place.name), " ", standing(place)));
      item.append(element("ul", {}, ...items));
    }
    return item;
  }

  function content(store, more) {
    const tally = store.tally(), total = tally.certified + tally.reached;
    const places = total <= LISTED ? named(store) : new Map();
    const made = [];
    if (total <= LISTED && store.needed().length) made.push(element("p", {}, sitegenMap.words.unnamed), more);
    if (!total) return made.concat(element("p", {}, sitegenMap.words.shown_none + "."));
    store.provinces.forEach((province, number) => {
      const shown = tally.shown[number];
      if (!shown.certified && !shown.reached) return;
      const inside = store.regencies.map((regency, at) => ({ bare: regency.name, code: regency.code, at: at }))
        .filter((one) => store.regencies[one.at].province === number)
        .filter((one) => tally.regencies[one.at].certified || tally.regencies[one.at].reached).sort(byName);
      const items = inside.map(({ at }) => regencyItem(store.regencies[at], tally.regencies[at], places.get(at)));
      made.push(element("h3", {}, link(province.path, province.name)), counts(shown, "p"));
      made.push(element("ul", { class: "map-list" }, ...items));
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
