// The places of the map: its index, its data files as they are loaded, what the reader has chosen, and counts of it.
// An address (`path`) is told from the site's root, without a slash before it: `wilayah/jawa-timur/`.
(function () {
  "use strict";

  const data = sitegenMap.data, slug = sitegenNames.slug;
  const EVERYTHING = { year: null, until: null, province: "", status: "", name: "" };
  const UNDATED = -1, REACHED = -2; // what a column of years holds instead of a year: see places.js
  const LONGEST = 100; // signs of a name that are looked for

  // --- The index

  function provincesOf(index) {
    const columns = index.provinces;
    return columns.code.map((code, at) => {
      const path = index.regions + "/" + (columns.slug[at] || slug(columns.name[at])) + "/";
      const lat = columns.lat[at], lon = columns.lon[at];
      return { code: code, name: columns.name[at], path: path, lat: lat, lon: lon, part: columns.part[at] };
    });
  }

  function regenciesOf(index, provinces) {
    const columns = index.regencies;
    const numbers = new Map(provinces.map((province, at) => [province.code, at]));
    return columns.code.map((code, at) => {
      const province = numbers.get(code.slice(0, provinces[0].code.length));
      const path = provinces[province].path + (columns.slug[at] || slug(columns.name[at])) + "/";
      return { code: code, name: columns.name[at], path: path, province: province };
    });
  }

  // --- The choice

  function normalised(choice, store) {
    const known = (year) => (store.years.includes(Number(year)) ? Number(year) : null);
    const year = choice.year === "undated" ? "undated" : known(choice.year);
    return {
      year: year,
      until: year === null ? known(choice.until) : null,
      province: store.provinces.some((one) => one.code === choice.province) ? choice.province : "",
      status: ["certified", "reached"].includes(choice.status) ? choice.status : "",
      name: String(choice.name || "").replace(/\s+/g, " ").trim().slice(0, LONGEST),
    };
  }

  // Which provinces are let through, and which values of a column of years, at [value + 2]: by the years chosen and by
  // the status chosen.
  function throughOf(choice, years, provinces) {
    const values = [REACHED, UNDATED].concat(years);
    return {
      provinces: provinces.map((province) => !choice.province || choice.province === province.code),
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
      this.provinces = store.provinces.map(none);
      this.shown = store.provinces.map(none); // as `provinces`, but by the whole choice
      this.regencies = store.regencies.map(none); // by the whole choice
    }

    // Adds places of a regency that have one value in their column of years.
    add(through, regency, province, year, count) {
      const here = through.provinces[province];
      const inYears = through.years[year + 2], inStatus = through.statuses[year + 2];
      const status = year === REACHED ? "reached" : "certified";
      if (here && inStatus) this.byYear[year + 2] += count;
      if (here && inYears) this.statuses[status] += count;
      if (inYears && inStatus) this.provinces[province][status] += count;
      if (!here || !inYears || !inStatus) return;
      this[status] += count;
      this.shown[province][status] += count;
      this.regencies[regency][status] += count;
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
      this.provinces = provincesOf(index);
      this.regencies = regenciesOf(index, this.provinces);
      this.near = index.near;
      this.notice = index.notice;
      this.kinds = index.kinds;
      this.parts = index.parts.map((part) => ({ kb: part.kb, loaded: false, size: 0 }));
      this.choice = Object.assign({}, EVERYTHING);
      this.files = index.parts.map((part) => address.replace(/[^/]*$/, "") + part.file);
      this.places = index.parts.map(() => null); // decoded
      this.asked = index.parts.map(() => null);
      this.tallies = index.regencies.tally;
      this.listeners = [];
      this.forget();
      this.eachIndexed((regency, year, count) => {
        this.parts[this.provinces[this.regencies[regency].province].part].size += count;
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

    // The province in which a place lies.
    province(part, at) {
      return this.provinces[this.regencies[this.places[part].regency[at]].province];
    }

    columns(part) {
      return this.places[part];
    }

    through() {
      return throughOf(this.choice, this.years, this.provinces);
    }

    words() {
      return data.folded(this.choice.name).split(" ").filter(Boolean);
    }

    matching(part) {
      if (!this.matched[part]) {
        const places = this.places[part], through = this.through(), found = [];
        const here = this.regencies.map((regency) => through.provinces[regency.province]);
        data.eachNamed(places, this.words(), (at) => {
          const year = places.year[at] + 2;
          if (through.years[year] && through.statuses[year] && here[places.regency[at]]) found.push(at);
        });
        this.matched[part] = Int32Array.from(found);
      }
      return this.matched[part];
    }

    // Calls `told` with each regency, value of a column of years, and how many places have both, by the index: a
    // row has a count a year, then those without a year, those only reached, and how many of all have no point.
    eachIndexed(told) {
      const years = this.years.length;
      this.tallies.forEach((row, regency) => {
        for (let at = 0; at < years + 2; at++) {
          if (row[at]) told(regency, at < years ? at : years - 1 - at, row[at]);
        }
      });
    }

    // The same of the places that bear the name looked for, in the parts that are loaded.
    eachCounted(told) {
      const values = this.years.length + 2, counts = new Int32Array(this.regencies.length * values);
      this.places.forEach((part) => {
        if (!part) return;
        data.eachNamed(part, this.words(), (at) => { counts[part.regency[at] * values + part.year[at] + 2]++; });
      });
      counts.forEach((count, at) => {
        if (count) told(Math.floor(at / values), (at % values) - 2, count);
      });
    }

    // Parts that hold what the choice lets through, its name aside: they alone are worth fetching for it.
    concerned() {
      const through = this.through(), parts = new Set();
      this.eachIndexed((regency, year) => {
        const province = this.regencies[regency].province;
        if (!through.provinces[province] || !through.years[year + 2] || !through.statuses[year + 2]) return;
        parts.add(this.provinces[province].part);
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
        const here = this.through().provinces;
        const rows = this.tallies.filter((row, regency) => here[this.regencies[regency].province]);
        return rows.reduce((total, row) => total + row[this.years.length + 2], 0);
      }
      if (this.needed().length) return null;
      const without = (part) => this.matching(part).filter((at) => isNaN(this.places[part].lat[at])).length;
      return this.concerned().reduce((total, part) => total + without(part), 0);
    }

    tally() {
      if (!this.counted) {
        const tally = new Tally(this), through = this.through(), regencies = this.regencies;
        const count = (regency, year, places) => tally.add(through, regency, regencies[regency].province, year, places);
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
