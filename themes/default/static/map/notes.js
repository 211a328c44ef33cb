// What a mark is called and what its note says. Names reach the page as text alone (textContent), never as HTML.
(function () {
  "use strict";

  const NAMED = 10; // places that the note of a group names
  const { element, fill, number, phrase } = sitegenMap;
  const section = document.getElementById("map");

  // --- Marks: { shape, count, label }

  function parts(mark, words) {
    const told = [];
    if (mark.certified) told.push(number(mark.certified) + " " + words.certified);
    if (mark.reached) told.push(number(mark.reached) + " " + words.reached);
    return told.join(", ");
  }

  function describe(mark, store) {
    const words = sitegenMap.words, count = mark.certified + mark.reached;
    if (mark.kind === "place") {
      const place = store.place(mark.part, mark.index);
      return { shape: "mark-" + place.status, count: "", label: place.name + ", " + standing(place) };
    }
    const values = { count: number(count), parts: parts(mark, words) };
    if (mark.tops) Object.assign(values, { name: mark.tops[0].name, regions: mark.tops.length });
    const label = fill(phrase(mark.kind, count), values);
    const wide = String(count).length; // of the square, which grows with its number
    const shape = "mark-group mark-" + wide + (mark.tops ? " mark-region" : "");
    return { shape: shape, count: values.count, label: label };
  }

  // --- Notes

  function standing(place) {
    const words = sitegenMap.words;
    if (place.status === "reached") return words.reached;
    const when = words.certified + ", " + (place.year === null ? words.year_undated : place.year);
    return when + (place.held ? "; " + words[place.held] : "");
  }

  // Where a place lies: the names of its regions with the words for their levels, the lowest first.
  function where(place) {
    const named = sitegenMap.geography.levels.map(({ patterns }, at) => {
      const pattern = patterns.find(([start]) => place.code.startsWith(start))[1];
      return place.regions[at] && fill(pattern, { name: place.regions[at] });
    });
    return named.filter(Boolean).reverse().join(", ");
  }

  function link(name, path) {
    const anchor = element("a", name);
    anchor.href = section.dataset.root + path;
    // A frame may show the map, and no other page.
    if ("embed" in section.dataset) Object.assign(anchor, { target: "_blank", rel: "noopener" });
    return anchor;
  }

  function button(words, press) {
    const made = element("button", words);
    made.type = "button";
    made.addEventListener("click", press);
    return made;
  }

  function placeNote(box, mark, marks) {
    const place = marks.store.place(mark.part, mark.index), title = element("p", "", "map-title");
    title.append(link(place.name, place.path));
    box.append(title, element("p", standing(place)));
    box.append(element("p", where(place)), element("p", place.precision, "map-quiet"));
  }

  function groupNote(box, mark, marks) {
    const words = sitegenMap.words, list = element("ul");
    const places = marks.members(mark).map((index) => marks.store.place(mark.part, index));
    const apart = marks.nearer(places);
    places.sort((one, other) => one.name.localeCompare(other.name, document.documentElement.lang));
    // Where no nearer look tells them apart, all are named.
    const named = apart ? places.slice(0, NAMED) : places;
    named.forEach((place) => {
      const item = element("li");
      item.append(link(place.name, place.path), element("span", standing(place)));
      item.append(element("span", where(place), "map-quiet"));
      list.append(item);
    });
    box.append(element("p", describe(mark, marks.store).label, "map-title"), list);
    const more = places.length - named.length;
    if (more) box.append(element("p", fill(phrase("more", more), { count: number(more) })));
    if (apart) box.append(button(words.closer, () => marks.spread(places)));
  }

  function regionNote(box, mark, marks) {
    const words = sitegenMap.words, title = element("p", "", "map-title"), [top] = mark.tops;
    const part = marks.store.parts[top.part];
    title.append(link(top.name, top.path));
    box.append(title, element("p", parts(mark, words)));
    const press = part.loaded ? words.closer : fill(words.closer_load, { kb: number(part.kb) });
    box.append(button(press, () => marks.enter(top)));
  }

  function regionsNote(box, mark, marks) {
    const words = sitegenMap.words, list = element("ul");
    mark.tops.forEach((top) => {
      const item = element("li");
      item.append(link(top.name, top.path), element("span", parts(top, words)));
      list.append(item);
    });
    box.append(element("p", describe(mark, marks.store).label, "map-title"), list);
    box.append(button(words.closer_regions, () => marks.spread(mark.tops)));
  }

  // The note of a mark, with its own way out.
  function note(mark, marks) {
    const box = element("div", "", "map-note"), out = button("×", () => leave(marks.map));
    out.className = "map-close";
    out.setAttribute("aria-label", sitegenMap.words.close);
    out.title = sitegenMap.words.close;
    box.append(out);
    ({ place: placeNote, group: groupNote, region: regionNote, regions: regionsNote })[mark.kind](box, mark, marks);
    return box;
  }

  // A note stands clear of the controls: those at the right, and the legend and scale, open at the left, closed below.
  function room(map) {
    const legend = map.getContainer().querySelector(".map-legend[open]"), right = 60;
    const left = legend ? legend.offsetWidth + 20 : 8, wide = map.getSize().x - left - right - 30;
    const fits = Math.max(180, Math.min(260, wide)), high = Math.max(120, map.getSize().y - 60);
    const padding = { autoPanPaddingTopLeft: [left, 8], autoPanPaddingBottomRight: [right, legend ? 8 : 80] };
    return Object.assign(padding, { maxWidth: fits, maxHeight: high });
  }

  function opened(popup) {
    const box = popup.getElement();
    sitegenMap.hush();
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", popup._source.label);
    box.querySelector(".map-note a, .map-note button:not(.map-close)").focus({ preventScroll: true });
  }

  // Closes the note; the focus goes back to its mark first, so that it never falls.
  function leave(map) {
    const popup = map._popup;
    if (!popup || !popup.isOpen()) return;
    const icon = popup._source.getElement();
    if (icon && popup.getElement().contains(document.activeElement)) icon.focus({ preventScroll: true });
    map.closePopup();
  }

  sitegenMap.notes = { describe, note, room, opened, leave, button };
})();
