// The data files of the marks: loaded and grouped one after the other, those nearest to the middle first.
(function () {
  "use strict";

  const STEPS = 4; // zoom levels from where places are near to where groups grow no more
  const { fill, number, pause, notes, grouped } = sitegenMap;

  const ready = () => document.getElementById("map-status").dataset.ready;

  Object.assign(sitegenMap.Marks.prototype, {
    near() {
      return this.map.getZoom() >= this.store.near;
    },

    inView() {
      if (!this.store.near) return [0];
      if (!this.near()) return [];
      const view = this.map.getBounds(), middle = this.map.getCenter(), far = new Map();
      this.store.tops.forEach((top) => {
        const land = this.lands.get(top.code), place = top.lat === null ? null : L.latLng(top);
        if (!(land && view.intersects(land.getBounds())) && !(place && view.contains(place))) return;
        const distance = middle.distanceTo(place || land.getBounds().getCenter());
        far.set(top.part, Math.min(distance, far.has(top.part) ? far.get(top.part) : Infinity));
      });
      return Array.from(far.keys()).sort((one, other) => far.get(one) - far.get(other));
    },

    // The part to load or to group next; undefined when nothing is left to do.
    next() {
      const parts = this.inView(), needed = this.store.needed(), choice = JSON.stringify(this.store.choice);
      const grown = (part) => this.trees[part] && this.trees[part].choice === choice;
      const stale = parts.find((part) => this.store.parts[part].loaded && !grown(part));
      return stale === undefined ? parts.find((part) => needed.includes(part) && !this.failed.has(part)) : stale;
    },

    async settle() {
      if (this.busy) return;
      this.busy = true;
      try {
        let asked = false;
        for (let part = this.next(); part !== undefined; part = this.next()) {
          if (!this.store.parts[part].loaded) {
            asked = true;
            await this.load(part);
          } else {
            await pause();
            this.grow(part);
            await pause();
            this.update(true);
          }
        }
        if (asked) this.complain();
      } finally {
        this.busy = false;
      }
    },

    nameOf(part) {
      return this.store.near ? this.store.tops.find((one) => one.part === part).name : sitegenMap.words.places;
    },

    async load(part) {
      const words = sitegenMap.words, { kb, size } = this.store.parts[part];
      const values = { name: this.nameOf(part), kb: number(kb), count: number(size) };
      sitegenMap.say(fill(words.loading_part, values), true);
      try {
        await this.store.load(part);
        sitegenMap.say(this.store.near ? fill(sitegenMap.phrase("loaded_part", size), values) : ready());
      } catch (error) {
        this.failed.add(part);
      }
    },

    // What failed is said once all else is loaded, so that it stays, with the way to ask again.
    complain() {
      if (!this.failed.size) return;
      const words = sitegenMap.words, several = this.failed.size > 1, [part] = this.failed;
      const values = { name: this.nameOf(part), count: number(this.failed.size) };
      const again = notes.button(words.again, () => {
        this.failed.clear();
        this.map.getContainer().focus({ preventScroll: true });
        this.settle();
      });
      sitegenMap.say(fill(several ? sitegenMap.phrase("failed_parts", this.failed.size) : words.failed_part, values), true, again);
    },

    grow(part) {
      const { lat, lon, year } = this.store.columns(part), points = [], reach = this.map.options.maxBounds;
      this.store.matching(part).forEach((at) => {
        if (isNaN(lat[at])) return;
        points.push([at, lat[at], lon[at]]);
        reach.extend([lat[at], lon[at]]);
      });
      const tree = grouped(points, {
        minZoom: this.store.near || Math.max(0, sitegenMap.geography.near - STEPS), maxZoom: this.map.getMaxZoom(),
        map: (at) => ({ certified: year[at] === -2 ? 0 : 1 }), // -2: only reached
        reduce: (sum, one) => { sum.certified += one.certified; },
      });
      tree.choice = JSON.stringify(this.store.choice);
      this.trees[part] = tree;
    },
  });
})();
