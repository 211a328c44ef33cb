// The places of one data file, decoded; no other script knows the form of such files.
(function () {
  "use strict";

  const UNIT = 10000; // coordinates are whole numbers of 1e-4 degrees
  const { fold, slug } = sitegenNames;

  // A text as searches compare it, word by word; a hyphen is a space.
  function folded(text) {
    if (/^[A-Za-z0-9 ]*$/.test(text)) return text.toLowerCase(); // most names
    return text.split(/[-‐‑–—\s]+/).map(fold).filter(Boolean).join(" ");
  }

  function degrees(steps) {
    let last = 0;
    return Float64Array.from(steps, (step) => (step === null ? NaN : (last += step)) / UNIT);
  }

  // A region, below the region `above` if there is one: with the names of all that hold it, by level.
  function region(code, name, way, above) {
    const levels = sitegenMap.geography.levels, names = above.names.slice();
    names[levels.findIndex((level) => level.length === code.length)] = name;
    return Object.assign({}, above, { code: code, name: name, path: above.path + (way || slug(name)) + "/", names: names });
  }

  // The region that holds one of `code`; `regions` are by code.
  function above(code, regions) {
    const lengths = sitegenMap.geography.levels.map((level) => level.length).filter((length) => length < code.length);
    return regions.get(lengths.map((length) => code.slice(0, length)).reverse().find((start) => regions.has(start)));
  }

  // Columns, an entry a place: lat and lon (NaN without a point), year (of the index's years; -1 designated in a year
  // that is not stated, -2 only reached by outreach), area (of the index), and those that `place` puts into words.
  function places(file, store) {
    const size = file.name.length;
    const part = {
      size: size, name: file.name, kind: file.kind, precisions: file.precisions, regions: [],
      folded: file.name.map(folded), // now, part by part: at the first search, all at once would freeze the page
      year: Int8Array.from(file.year), precision: Int16Array.from(file.precision),
      lat: degrees(file.lat), lon: degrees(file.lon), block: new Int32Array(size),
      region: new Uint16Array(size), area: new Uint16Array(size),
      slug: new Map(file.slug), tail: new Map(file.tail), held: new Map(file.held),
    };
    const columns = file.regions, known = new Map(store.tops.concat(store.areas).map((one) => [one.code, one]));
    let at = 0;
    columns.code.forEach((code, number) => {
      const name = columns.name[number], holder = known.get(code) || above(code, known);
      // Where its level is missing, places lie in the region that would hold it.
      const found = name && holder.code !== code ? region(code, name, columns.slug[number], holder) : holder;
      if (name) known.set(code, found);
      part.regions.push({ code: code, names: found.names, path: found.path, folded: folded(found.names.join(" ")) });
      let block = 0;
      for (const end = at + columns.count[number]; at < end; at++) {
        part.block[at] = block += file.block[at];
        part.region[at] = number;
        part.area[at] = found.area;
      }
    });
    return part;
  }

  function place(part, at, store) {
    const { separator, digits, kind: usual } = sitegenMap.geography, region = part.regions[part.region[at]];
    const kind = store.kinds[part.kind[at]], bare = part.name[at], year = part.year[at];
    const pointless = isNaN(part.lat[at]), tail = part.tail.has(at) ? "/" + part.tail.get(at) : "";
    return {
      code: region.code + separator + String(part.block[at]).padStart(digits, "0") + tail,
      name: kind[0].replace("{name}", () => bare),
      bare: bare, // without the word for its kind
      kind: kind[1].slice(0, -1) || usual, // the address of every other kind begins with its name
      path: region.path + (part.slug.get(at) || kind[1] + slug(bare)) + "/",
      regions: region.names, // by level, the highest first; empty for one that is missing
      status: year === -2 ? "reached" : "certified", year: year < 0 ? null : store.years[year],
      held: part.held.get(at), // its level, and the state that its designation came into later
      lat: pointless ? null : part.lat[at], lon: pointless ? null : part.lon[at],
      precision: part.precision[at] < 0 ? "" : part.precisions[part.precision[at]],
    };
  }

  // Calls `found` with each place where every word stands in its name or in that of a region that holds it.
  function eachNamed(part, words, found) {
    const left = part.regions.map((region) => words.filter((word) => !region.folded.includes(word)));
    for (let at = 0; at < part.size; at++) {
      const missing = left[part.region[at]];
      if (!missing.length || missing.every((word) => part.folded[at].includes(word))) found(at);
    }
  }

  const told = { region: region, places: places, place: place, eachNamed: eachNamed, folded: folded };
  window.sitegenMap = Object.assign(window.sitegenMap || {}, { data: told });
})();
