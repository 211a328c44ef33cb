// What lies under and around the marks: land, names of regions, legend, attribution, and the controls' words.
(function () {
  "use strict";

  const section = document.getElementById("map");
  const HUNDREDTHS = 100; // outlines are whole numbers of 0.01 degrees
  const LINE = 18; // pixels: nearer above one another, names cannot be read
  const BELOW = 22; // pixels from a place to the middle of its name
  const LEGEND = 130; // pixels that the land leaves to them below
  const PASSING = 8000; // milliseconds that a word of the map is seen

  const plurals = new Intl.PluralRules(document.documentElement.lang);
  const figures = new Intl.NumberFormat(document.documentElement.lang); // making one takes longer than many numbers

  let passing = 0;

  // Set before any map is made.
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    L.Map.mergeOptions({ fadeAnimation: false, zoomAnimation: false, markerZoomAnimation: false, inertia: false });
    const panBy = L.Map.prototype.panBy;
    L.Map.include({
      panBy: function (offset, options) {
        return panBy.call(this, offset, Object.assign({}, options, { animate: false }));
      },
    });
  }
  // Images of a tile layer are sharp at whole zoom levels only.
  if (!section.dataset.tiles) L.Map.mergeOptions({ zoomSnap: 0.25 });
  L.Control.Scale.mergeOptions({ maxWidth: 130 }); // so that its words find their place on it
  saidRefusal();

  function element(tag, text, name) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (name) made.className = name;
    return made;
  }

  function fill(phrase, values) {
    return phrase.replace(/\{(\w+)\}/g, (whole, name) => values[name]);
  }

  // Says something on the map and takes it off again, unless it stays: until the next word, or with its `button`.
  function say(text, stays, button) {
    const status = document.getElementById("map-status");
    clearTimeout(passing);
    if (status.contains(document.activeElement)) status.parentNode.focus({ preventScroll: true });
    status.textContent = text;
    if (button) status.append(" ", button);
    passing = stays ? 0 : setTimeout(hush, PASSING);
  }

  // Takes off what does not stay.
  function hush() {
    if (passing) say("", true);
  }

  // Lets the page answer before what follows.
  const pause = () => new Promise((done) => setTimeout(done));

  // The phrase of a key in the form for a number, where the words have it: `more_one` for `more`.
  function phrase(key, count) {
    return sitegenMap.words[key + "_" + plurals.select(count)] || sitegenMap.words[key];
  }

  function number(value) {
    return figures.format(value);
  }

  // --- Land

  // The rings of a region: the first corner, and each other one as its difference to the one before.
  function corners(ring) {
    const found = [];
    let x = 0, y = 0;
    for (let at = 0; at < ring.length; at += 2) {
      x += ring[at];
      y += ring[at + 1];
      found.push([y / HUNDREDTHS, x / HUNDREDTHS]);
    }
    return found;
  }

  // Draws the regions; gives their layers by code, and waits for what the page fetched at the press.
  function backdrop(map) {
    prepare(map);
    sitegenMap.lands = drawn(map);
  }

  // In steps, so that the page answers between them.
  async function drawn(map) {
    const [drawing, index] = await Promise.all([
      section.dataset.backdrop ? sitegenMap.fetched(section.dataset.backdrop) : { code: [], rings: [] },
      sitegenMap.fetched(section.dataset.index),
    ]);
    await pause();
    const renderer = L.svg({ padding: 0.5 }), lands = new Map();
    drawing.code.forEach((code, at) => {
      const rings = drawing.rings[at].map((ring) => [corners(ring)]);
      lands.set(code, L.polygon(rings, { renderer: renderer, interactive: false, className: "map-land" }).addTo(map));
    });
    if (lands.size) renderer.getPane().querySelector("svg").setAttribute("aria-hidden", "true");
    widen(map, Array.from(lands.values()));
    bound(map, lands, index.tops);
    await pause();
    nameRegions(map, index.tops);
    return lands;
  }

  // The map goes no farther than there is something to be seen, so that nobody is lost at sea.
  function bound(map, lands, tops) {
    const all = L.latLngBounds([]), view = map.getBounds(), high = view.pad(0.5); // notes open upwards
    lands.forEach((land) => all.extend(land.getBounds()));
    tops.lat.forEach((lat, at) => { if (lat !== null) all.extend([lat, tops.lon[at]]); });
    const wide = lands.size ? view : high;
    const box = L.latLngBounds([high.getSouth(), wide.getWest()], [high.getNorth(), wide.getEast()]);
    map.setMaxBounds(all.pad(0.5).extend(box));
    const near = Array.from(lands.values(), (land) => land.getBounds().pad(0.1));
    L.Control.Locate.LocateControl.include({
      _isOutsideMapBounds: function () { // of a land that is drawn, and not only of how far the map goes
        const here = this._event.latlng;
        return near.length ? !near.some((one) => one.contains(here)) : !map.options.maxBounds.contains(here);
      },
    });
  }

  // Where all land is in view, it takes the room that legend and controls leave.
  function widen(map, lands) {
    const bounds = lands.reduce((all, land) => all.extend(land.getBounds()), L.latLngBounds([]));
    if (bounds.isValid() && map.getBounds().contains(bounds)) {
      map.fitBounds(bounds, { paddingBottomRight: [0, LEGEND], animate: false });
    }
  }

  function nameRegions(map, tops) {
    const labels = tops.name.map((name, at) => ({ name: name, lat: tops.lat[at], lon: tops.lon[at] }))
      .filter((label) => label.lat !== null);
    labels.forEach((label) => {
      label.element = element("span", label.name);
      label.place = L.latLng(label.lat, label.lon);
      const icon = L.divIcon({ className: "map-region", html: label.element, iconSize: null });
      const marker = L.marker(label.place, { icon: icon, interactive: false, keyboard: false, pane: "shadowPane" });
      marker.addTo(map).getElement().setAttribute("aria-hidden", "true"); // the marks bear these names
    });
    map.on("marksdrawn", (event) => clear(map, labels, event.marks));
  }

  // Hides each name that would be written over one before it, or under a mark. Names stand below their place.
  function clear(map, labels, marks) {
    const shown = marks.map((place) => ({ spot: map.latLngToLayerPoint(place), half: LINE }));
    labels.forEach((label) => { label.half = label.half || label.element.offsetWidth / 2 + 4; });
    labels.forEach((label) => {
      const spot = map.latLngToLayerPoint(label.place).add([0, BELOW]);
      const clash = shown.some((other) => Math.abs(other.spot.x - spot.x) < label.half + other.half &&
        Math.abs(other.spot.y - spot.y) < LINE);
      label.element.classList.toggle("map-covered", clash);
      if (!clash) shown.push({ spot: spot, half: label.half });
    });
  }

  // --- How the map is moved

  function prepare(map) {
    const container = map.getContainer(), words = sitegenMap.words, coarse = matchMedia("(pointer: coarse)").matches;
    const keys = section.querySelector(".map-keys");
    if (keys) {
      keys.id = "map-keys";
      container.setAttribute("aria-describedby", keys.id);
    }
    // The settings speak of a screen on which a country fits; a phone shows as much a level farther out.
    if (map.getSize().x < 512) map.setZoom(map.getZoom() - 1, { animate: false });
    attribution(map); // the lowest at the right
    const titles = { zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out };
    L.control.zoom(Object.assign(titles, { position: "bottomright" })).addTo(map); // notes open upwards
    spaceBar(container);
    // The wheel and a single finger scroll the page, unless the reader has turned to the map.
    container.addEventListener("focusin", () => map.scrollWheelZoom.enable());
    container.addEventListener("focusout", () => map.scrollWheelZoom.disable());
    if (coarse) map.dragging.disable(); // two fingers still move it
    map.on("enterFullscreen", () => map.dragging.enable()); // there is no page to scroll
    map.on("exitFullscreen", () => { if (coarse) map.dragging.disable(); });
    locating(map);
    // What is said of the map is seen on it, full screen too.
    container.append(document.getElementById("map-status"));
  }

  // Leaflet's buttons are links, which a space bar does not press.
  function spaceBar(container) {
    container.querySelector(".leaflet-control-container").addEventListener("keydown", (event) => {
      const pressed = event.target.closest("a[role=button]");
      if (event.key !== " " || !pressed) return;
      event.preventDefault();
      pressed.click();
    });
  }

  function attribution(map) {
    if (!section.dataset.tiles) return;
    map.getContainer().classList.add("map-tiled");
    const control = L.control({ position: "bottomright" });
    control.onAdd = () => {
      const line = element("p", "", "map-attribution");
      const named = element(section.dataset.tilesUrl ? "a" : "span", section.dataset.tiles);
      if (section.dataset.tilesUrl) named.href = section.dataset.tilesUrl;
      line.append(named);
      return line;
    };
    control.addTo(map);
  }

  // --- Full screen, and where the reader is

  // A browser may refuse to fill the screen; that is said in words.
  function saidRefusal() {
    const toggle = L.Control.FullScreen.prototype.toggleFullScreen;
    L.Control.FullScreen.include({
      toggleFullScreen: function () {
        return toggle.call(this).catch(() => say(sitegenMap.words.full_screen_refused));
      },
    });
  }

  function locating(map) {
    const press = (on) => {
      const link = map.getContainer().querySelector(".leaflet-control-locate a");
      if (link) link.setAttribute("aria-pressed", String(on));
    };
    let told = "";
    const tell = (text, stays) => say(told = text, stays);
    // Where the browser cannot tell, there is nothing to press.
    if (!navigator.geolocation) L.Control.Locate.LocateControl.include({ addTo: function () { return this; } });
    map.on("locateactivate", () => {
      press(true);
      tell(sitegenMap.words.locating, true);
    });
    map.on("locatedeactivate", () => {
      press(false);
      if (document.getElementById("map-status").textContent === told) say("", true); // the reader has done with it
    });
    map.on("locatelocationfound", (event) => {
      const label = fill(sitegenMap.words.located, { distance: distance(event.accuracy) });
      const marker = event.control._marker;
      const shown = { permanent: true, direction: "top", offset: [0, -14], className: "map-here" };
      marker.bindTooltip(element("span", label), shown);
      tell(label);
    });
  }

  // What the control does where it finds nothing, or a place that is not on this map: never show the empty sea.
  const located = {
    onLocationError: (error) => say(sitegenMap.words[error.code === 1 ? "locate_refused" : "locate_failed"]),
    onLocationOutsideMapBounds: (control) => {
      control.stop();
      say(sitegenMap.words.located_outside);
    },
  };

  function distance(metres) {
    const far = metres >= 1000;
    const rounded = far ? Math.round(metres / 100) / 10 : Math.max(10, Math.round(metres / 10) * 10);
    return number(rounded) + (far ? " km" : " m");
  }

  // --- Legend

  function legend(map) {
    const words = sitegenMap.words, control = L.control({ position: "bottomleft" });
    control.onAdd = () => {
      const box = element("details", "", "map-legend"), list = element("ul");
      box.append(element("summary", words.legend), list);
      box.open = map.getSize().x >= 900; // or it would lie over the land
      row(list, "mark-certified", words.legend_certified);
      row(list, "mark-reached", words.legend_reached);
      row(list, "mark-group", words.legend_group, "2");
      sitegenMap.fetched(section.dataset.index).then((index) => {
        if (index.near) row(list, "mark-group mark-region", words.legend_region, "2");
      });
      L.DomEvent.disableClickPropagation(box);
      return box;
    };
    control.addTo(map);
  }

  function row(list, shape, words, count) {
    const item = element("li"), mark = element("span", count, "mark " + shape);
    mark.setAttribute("aria-hidden", "true");
    item.append(mark, element("span", words));
    list.append(item);
  }

  Object.assign(sitegenMap, { backdrop, legend, located, element, fill, number, phrase, pause, say, hush });
})();
