// The places of the map: its index, its data files as they are loaded, what the reader has chosen, and counts of it.
// An address (`path`) is told from the site's root, without a slash before it: `wilayah/jawa-timur/`.
(function () {
  "use strict";

  const data = sitegenMap.data;
  const EVERYTHING = { year: null, until: null, top: "", status: "", name: "" };
  const UNDATED = -1, REACHED = -2; // what a column of years holds instead of a year: see places.js
  const LONGEST = 100; // signs of a name that are looked for

  // --- The index: the regions of the highest level (`tops`), and the areas, which are those next below, or a top
  // that holds places by itself. `top` and `area` of a region are numbers of these.

  function topsOf(index) {
    const columns = index.tops, none = sitegenMap.geography.levels.map(() => "");
    return columns.code.map((code, at) => {
      const own = { names: none, path: index.regions + "/", top: at };
      Object.assign(own, { lat: columns.lat[at], lon: columns.lon[at], part: columns.part[at] });
      return data.region(code, columns.name[at], columns.slug[at], own);
    });
  }

  function areasOf(index, tops) {
    const columns = index.areas, numbers = new Map(tops.map((top, at) => [top.code, at]));
    return columns.code.map((code, at) => {
      const top = tops[numbers.get(code.slice(0, tops[0].code.length))];
      const area = top.code === code ? top : data.region(code, columns.name[at], columns.slug[at], top);
      return Object.assign(area, { area: at });
    });
  }

  // --- The choice

  function normalised(choice, store) {
    const known = (year) => (store.years.includes(Number(year)) ? Number(year) : null);
    const year = choice.year === "undated" ? "undated" : known(choice.year);
    return {
      year: year,
      until: year === null ? known(choice.until) : null,
      top: store.tops.some((one) => one.code === choice.top) ? choice.top : "",
      status: ["certified", "reached"].includes(choice.status) ? choice.status : "",
      name: String(choice.name || "").replace(/\s+/g, " ").trim().slice(0, LONGEST),
    };
  }

  // Which tops are let through, and which values of a column of years, at [value + 2]: by the years chosen and by
  // the status chosen.
  function throughOf(choice, years, tops) {
    const values = [REACHED, UNDATED].concat(years);
    return {
      tops: tops.map((top) => !choice.top || choice.top === top.code),
      years: values.map((year) => {
        if (choice.until !== null) return year >= 0 && year <= choice.until;
        return choice.year === null || year === (choice.year === "undated" ? UNDATED : choice.year);
      }),
      statuses: values.map((year) => !choice.status || (choice.status === "reached") === (year === REACHED)),
    };
  }

  // Counts by the choice. Each facet's own counts leave the facet's own choice aside.
  class Tally {
    constructor(store) {
      const none = () => ({ certified: 0, reached: 0 });
      this.certified = this.reached = 0;
      this.pointless = null;
      this.statuses = none();
      this.byYear = new Int32Array(store.years.length + 2);
      this.tops = store.tops.map(none);
      this.shown = store.tops.map(none); // as `tops`, but by the whole choice
      this.areas = store.areas.map(none); // by the whole choice
    }

    // Adds places of an area that have one value in their column of years.
    add(through, area, top, year, count) {
      const here = through.tops[top];
      const inYears = through.years[year + 2], inStatus = through.statuses[year + 2];
      const status = year === REACHED ? "reached" : "certified";
      if (here && inStatus) this.byYear[year + 2] += count;
      if (here && inYears) this.statuses[status] += count;
      if (inYears && inStatus) this.tops[top][status] += count;
      if (!here || !inYears || !inStatus) return;
      this[status] += count;
      this.shown[top][status] += count;
      this.areas[area][status] += count;
    }

    done(store) {
      this.years = new Map(store.years.map((year, at) => [year, this.byYear[at + 2]]));
      this.years.set("undated", this.byYear[UNDATED + 2]);
    }
  }

  // --- The store

  class Store {
    constructor(index, address) {
      this.years = index.years;
      this.tops = topsOf(index);
      this.areas = areasOf(index, this.tops);
      this.near = index.near;
      this.notice = index.notice;
      this.kinds = index.kinds;
      this.parts = index.parts.map((part) => ({ kb: part.kb, loaded: false, size: 0 }));
      this.choice = Object.assign({}, EVERYTHING);
      this.files = index.parts.map((part) => address.replace(/[^/]*$/, "") + part.file);
      this.places = index.parts.map(() => null); // decoded
      this.asked = index.parts.map(() => null);
      this.tallies = index.areas.tally;
      this.listeners = [];
      this.forget();
      this.eachIndexed((area, year, count) => {
        this.parts[this.areas[area].part].size += count;
      });
    }

    onchange(listener) {
      this.listeners.push(listener);
    }

    changed() {
      this.forget();
      this.listeners.forEach((listener) => listener());
    }

    // What was worked out for a choice holds until the choice or what is loaded is another.
    forget() {
      this.counted = null;
      this.matched = this.parts.map(() => null);
    }

    // A year and `until` exclude each other: the one that is set last takes the other's place. Listeners hear of it if
    // the choice is another then.
    choose(changes) {
      const before = JSON.stringify(this.choice);
      const apart = changes.until && !changes.year ? { year: null } : {};
      this.choice = normalised(Object.assign({}, this.choice, changes, apart), this);
      if (JSON.stringify(this.choice) !== before) this.changed();
    }

    // Whether anything is chosen at all.
    chosen() {
      return Object.keys(EVERYTHING).some((key) => this.choice[key] !== EVERYTHING[key]);
    }

    load(part) {
      this.asked[part] = this.asked[part] || sitegenMap.fetched(this.files[part]).then(
        (file) => {
          this.places[part] = data.places(file, this);
          this.parts[part].loaded = true;
          this.changed();
        }
      ).catch((error) => {
        this.asked[part] = null; // it may be tried again
        throw error;
      });
      return this.asked[part];
    }

    // What fetching some parts costs, in kB.
    cost(parts) {
      return parts.reduce((kb, part) => kb + this.parts[part].kb, 0);
    }

    place(part, at) {
      return data.place(this.places[part], at, this);
    }

    columns(part) {
      return this.places[part];
    }

    // The region of the highest level in which a place lies.
    top(part, at) {
      return this.tops[this.areas[this.places[part].area[at]].top];
    }

    through() {
      return throughOf(this.choice, this.years, this.tops);
    }

    words() {
      return data.folded(this.choice.name).split(" ").filter(Boolean);
    }

    matching(part) {
      if (!this.matched[part]) {
        const places = this.places[part], through = this.through(), found = [];
        const here = this.areas.map((area) => through.tops[area.top]);
        data.eachNamed(places, this.words(), (at) => {
          const year = places.year[at] + 2;
          if (through.years[year] && through.statuses[year] && here[places.area[at]]) found.push(at);
        });
        this.matched[part] = Int32Array.from(found);
      }
      return this.matched[part];
    }

    // Calls `told` with each area, value of a column of years, and how many places have both, by the index: a
    // row has a count a year, then those without a year, those only reached, and how many of all have no point.
    eachIndexed(told) {
      const years = this.years.length;
      this.tallies.forEach((row, area) => {
        for (let at = 0; at < years + 2; at++) {
          if (row[at]) told(area, at < years ? at : years - 1 - at, row[at]);
        }
      });
    }

    // The same of the places that bear the name looked for, in the parts that are loaded.
    eachCounted(told) {
      const values = this.years.length + 2, counts = new Int32Array(this.areas.length * values);
      this.places.forEach((part) => {
        if (!part) return;
        data.eachNamed(part, this.words(), (at) => { counts[part.area[at] * values + part.year[at] + 2]++; });
      });
      counts.forEach((count, at) => {
        if (count) told(Math.floor(at / values), (at % values) - 2, count);
      });
    }

    // Parts that hold what the choice lets through, its name aside: they alone are worth fetching for it.
    concerned() {
      const through = this.through(), parts = new Set();
      this.eachIndexed((area, year) => {
        const { top, part } = this.areas[area];
        if (through.tops[top] && through.years[year + 2] && through.statuses[year + 2]) parts.add(part);
      });
      return Array.from(parts).sort((one, other) => one - other);
    }

    // Whether all places stand in one file, which every reader of the map is about to have.
    waiting() {
      return this.parts.length === 1 && !this.places[0];
    }

    needed() {
      return this.concerned().filter((part) => !this.places[part]);
    }

    // How many of what is shown have no point; null while files that would tell are not loaded.
    pointless() {
      const choice = this.choice;
      if (choice.year === null && choice.until === null && !choice.status && !choice.name) {
        const here = this.through().tops;
        const rows = this.tallies.filter((row, area) => here[this.areas[area].top]);
        return rows.reduce((total, row) => total + row[this.years.length + 2], 0);
      }
      if (this.needed().length) return null;
      const without = (part) => this.matching(part).filter((at) => isNaN(this.places[part].lat[at])).length;
      return this.concerned().reduce((total, part) => total + without(part), 0);
    }

    tally() {
      if (!this.counted) {
        const tally = new Tally(this), through = this.through();
        const count = (area, year, places) => tally.add(through, area, this.areas[area].top, year, places);
        if (this.words().length) this.eachCounted(count);
        else this.eachIndexed(count);
        tally.done(this);
        tally.pointless = this.pointless();
        this.counted = tally;
      }
      return this.counted;
    }
  }

  sitegenMap.store = (index, address) => new Store(index, address);
})();
