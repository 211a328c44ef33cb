// The marks of the map: a region each far out, groups and places near. They are kept up to date by what they stand
// for and never drawn anew, so that an open note and the focus stay where they are.
(function () {
  "use strict";

  const APART = 42; // pixels: places nearer to each other share a mark
  const EDGE = 0.2; // of the view: what is drawn around it
  const { element, pause, notes } = sitegenMap;
  const section = document.getElementById("map");

  const ready = () => document.getElementById("map-status").dataset.ready;

  // Groups are made for whole zoom levels; a quarter short of one, those of that level still stand apart.
  function clusters(tree, view, zoom) {
    const box = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
    return tree.getClusters(box, Math.floor(zoom + 0.25));
  }

  function members(tree, id) {
    return tree.getLeaves(id, Infinity).map((leaf) => leaf.properties);
  }

  function placeOf(feature) {
    return L.GeoJSON.coordsToLatLng(feature.geometry.coordinates);
  }

  function boundsOf(places) {
    return L.latLngBounds(places.map((one) => L.latLng(one.lat, one.lon)));
  }

  // Groups of points, each its number, latitude and longitude.
  function grouped(points, options) {
    const features = points.map(([at, lat, lon]) => (
      { type: "Feature", properties: at, geometry: { type: "Point", coordinates: [lon, lat] } }
    ));
    return new Supercluster(Object.assign({ radius: APART, extent: 256 }, options)).load(features);
  }

  class Marks {
    constructor(map, store, lands) {
      Object.assign(this, { map: map, store: store, lands: lands, busy: false, stop: null });
      this.drawn = new Map(); // markers by the key of what they stand for
      this.trees = store.parts.map(() => null); // groups of the parts that are loaded, by zoom level
      const middles = store.tops.map((one, at) => [at, one.lat, one.lon]);
      const far = sitegenMap.geography.near - 1; // zoom level, up to which regions share marks
      this.regions = grouped(middles.filter((one) => one[1] !== null), { maxZoom: far });
      this.failed = new Set(); // parts that could not be loaded, until the reader asks again
      map.getPane("markerPane").addEventListener("keydown", (event) => this.key(event));
      map.getPane("markerPane").addEventListener("focusin", () => this.keepStop());
      map.getContainer().addEventListener("keydown", (event) => {
        if (event.key === "Escape") notes.leave(map);
      });
      map.on("popupopen", (event) => notes.opened(event.popup));
      map.on("popupclose", () => setTimeout(() => this.update()));
    }

    // Draws for the first time; where all places stand in one file, once it is there.
    async begin() {
      if (!this.store.near) await this.settle();
      this.update();
      this.store.onchange(() => this.later());
      this.map.on("moveend", () => this.later());
      this.later();
    }

    // What follows from a move, a choice or a part that was loaded, in a task of its own.
    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.update();
        this.settle();
      });
    }

    // --- What is to be seen

    wanted() {
      const view = this.map.getBounds().pad(EDGE), near = this.near(), wanted = new Map();
      const shown = this.store.tally().shown;
      clusters(this.regions, view, this.map.getZoom()).forEach((feature) => {
        const of = feature.properties, ats = of.cluster ? members(this.regions, of.cluster_id) : [of];
        const told = ats.filter((at) => shown[at].certified + shown[at].reached)
          .filter((at) => !near || !this.trees[this.store.tops[at].part]);
        if (told.length) this.region(told, placeOf(feature), shown, wanted);
      });
      if (near) this.trees.forEach((tree, part) => { if (tree) this.group(tree, part, view, wanted); });
      return wanted;
    }

    // A region of the highest level, or several that have no room for a mark each.
    region(ats, middle, shown, wanted) {
      const tops = ats.map((at) => Object.assign({}, this.store.tops[at], shown[at])), first = tops[0];
      const alone = tops.length === 1, sum = (status) => tops.reduce((all, one) => all + one[status], 0);
      const mark = {
        kind: alone ? "region" : "regions", key: tops.map((one) => one.code).join(), tops: tops,
        place: alone ? L.latLng(first.lat, first.lon) : middle, certified: sum("certified"), reached: sum("reached"),
      };
      wanted.set(mark.key, mark);
    }

    group(tree, part, view, wanted) {
      const zoom = this.map.getZoom();
      clusters(tree, view, zoom).forEach((feature) => {
        const of = feature.properties, place = placeOf(feature);
        if (!of.cluster) {
          wanted.set(part + ":" + of, { kind: "place", place: place, part: part, index: of, key: part + ":" + of });
          return;
        }
        // Numbers of groups mean nothing once the tree is another: a group is known by whom it holds.
        const first = tree.getLeaves(of.cluster_id, 1)[0].properties;
        const key = [part, zoom, first, of.point_count, of.certified].join(":");
        const reached = of.point_count - of.certified;
        wanted.set(key, {
          kind: "group", key: key, place: place, part: part, tree: tree, id: of.cluster_id,
          certified: of.certified, reached: reached,
        });
      });
    }

    // Marks that stay are not touched. Those that come are there before those that go are taken away, so that the focus
    // can pass from one to the other. What a reader has open stays when nothing but data came (`loaded`).
    update(loaded) {
      const wanted = this.wanted(), gone = [];
      this.drawn.forEach((marker, key) => {
        if (wanted.has(key)) this.rename(marker, wanted.get(key));
        else if (!loaded || !marker.isPopupOpen()) gone.push(marker);
      });
      wanted.forEach((mark, key) => { if (!this.drawn.has(key)) this.drawn.set(key, this.make(mark)); });
      gone.forEach((marker) => this.drawn.delete(marker.mark.key));
      const left = gone.find((marker) => this.holdsFocus(marker));
      if (left) this.focus(this.heir(left));
      gone.forEach((marker) => marker.remove());
      this.keepStop();
      this.map.fire("marksdrawn", { marks: this.all().map((marker) => marker.getLatLng()) });
    }

    make(mark) {
      const face = element("span"), icon = L.divIcon({ className: "mark", html: face, iconSize: null });
      const marker = L.marker(mark.place, { icon: icon, keyboard: false, autoPanOnFocus: false, riseOnHover: true });
      marker.bindPopup(() => {
        Object.assign(marker.getPopup().options, notes.room(this.map)); // of the map as it is now
        return notes.note(marker.mark, this);
      }, { minWidth: 180, closeButton: false });
      marker.addTo(this.map);
      const button = marker.getElement();
      Object.entries({ role: "button", tabindex: "-1", "aria-haspopup": "dialog" }).forEach(([name, value]) => {
        button.setAttribute(name, value);
      });
      this.rename(marker, mark);
      return marker;
    }

    // Of marks that stay, only the counts of a region can be others than before.
    rename(marker, mark) {
      const before = marker.mark, icon = marker.getElement();
      marker.mark = mark;
      if (before && before.certified === mark.certified && before.reached === mark.reached) return;
      const { shape, count, label } = notes.describe(mark, this.store);
      if (marker.shape) icon.classList.remove(...marker.shape.split(" "));
      icon.classList.add(...shape.split(" "));
      icon.firstChild.textContent = count;
      icon.setAttribute("aria-label", label);
      icon.title = label;
      Object.assign(marker, { shape: shape, label: label });
    }

    // --- Coming nearer

    members(mark) {
      return members(mark.tree, mark.id);
    }

    // Whether a nearer look tells places apart.
    nearer(places) {
      const bounds = boundsOf(places), nearest = this.map.getMaxZoom();
      const [one, other] = [bounds.getSouthWest(), bounds.getNorthEast()].map((at) => this.map.project(at, nearest));
      return this.map.getZoom() < nearest && one.distanceTo(other) > APART;
    }

    approach(middle, zoom) {
      const map = this.map;
      map.getContainer().focus({ preventScroll: true });
      map.closePopup();
      map.setView(middle, Math.min(Math.max(zoom, map.getZoom() + 1), map.getMaxZoom()));
    }

    // Shows places or regions apart from each other.
    spread(places) {
      const bounds = boundsOf(places);
      this.approach(bounds.getCenter(), this.map.getBoundsZoom(bounds, false, L.point(APART * 2, APART * 2)));
    }

    // Shows the places of a region of the highest level, and loads them where they are not there.
    enter(top) {
      const land = this.lands.get(top.code), zoom = land ? this.map.getBoundsZoom(land.getBounds()) : 0;
      const fits = zoom >= this.store.near;
      this.failed.delete(top.part);
      this.approach(fits && land ? land.getBounds().getCenter() : top, Math.max(zoom, this.store.near));
      this.later();
    }
  }

  // Draws the villages; `sitegenMap.ready` waits for it.
  function villages(map) {
    sitegenMap.ready = begun(map);
  }

  // In steps, so that the page answers between them.
  async function begun(map) {
    const [index, lands] = await Promise.all([sitegenMap.fetched(section.dataset.index), sitegenMap.lands]);
    await pause();
    const store = sitegenMap.store(index, section.dataset.index), marks = new Marks(map, store, lands);
    await pause();
    sitegenMap.controls(store, map);
    await pause();
    sitegenMap.list(store);
    await marks.begin();
    if (!marks.failed.size) sitegenMap.say(ready());
    return map;
  }

  Object.assign(sitegenMap, { Marks, villages, grouped });
})();
