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

  // Columns, an entry a place: lat and lon (NaN without a point), year (of the index's years; -1 designated in a year
  // that is not stated, -2 only reached by outreach), regency (of the index), and those that `place` puts into words.
  function places(file, store) {
    const size = file.name.length;
    const part = {
      size: size, name: file.name, kind: file.kind, precisions: file.precisions, districts: [],
      folded: file.name.map(folded), // now, part by part: at the first search, all at once would freeze the page
      year: Int8Array.from(file.year), precision: Int16Array.from(file.precision),
      lat: degrees(file.lat), lon: degrees(file.lon), block: new Int32Array(size),
      district: new Uint16Array(size), regency: new Uint16Array(size),
      slug: new Map(file.slug), tail: new Map(file.tail), lapsed: new Set(file.lapsed),
    };
    const numbers = new Map(store.regencies.map((regency, at) => [regency.code, at]));
    let at = 0;
    file.districts.code.forEach((code, district) => {
      const number = numbers.get(code.slice(0, store.regencies[0].code.length)), regency = store.regencies[number];
      const name = file.districts.name[district], way = file.districts.slug[district] || slug(name);
      const text = folded([name, regency.name, store.provinces[regency.province].name].join(" "));
      part.districts.push({ code: code, name: name, path: regency.path + way + "/", folded: text });
      let block = 0;
      for (const end = at + file.districts.count[district]; at < end; at++) {
        part.block[at] = block += file.block[at];
        part.district[at] = district;
        part.regency[at] = number;
      }
    });
    return part;
  }

  function place(part, at, store) {
    const district = part.districts[part.district[at]], regency = store.regencies[part.regency[at]];
    const kind = store.kinds[part.kind[at]], bare = part.name[at], year = part.year[at];
    const pointless = isNaN(part.lat[at]), tail = part.tail.has(at) ? "/" + part.tail.get(at) : "";
    return {
      code: district.code + "." + String(part.block[at]).padStart(4, "0") + tail,
      name: kind[0].replace("{name}", () => bare),
      bare: bare, // without the word for its kind
      kind: kind[1].slice(0, -1) || "desa", // the address of every other kind begins with its name
      path: district.path + (part.slug.get(at) || kind[1] + slug(bare)) + "/",
      district: district.name, regency: regency.name, province: store.provinces[regency.province].name,
      status: year === -2 ? "reached" : "certified", year: year < 0 ? null : store.years[year],
      lapsed: part.lapsed.has(at),
      lat: pointless ? null : part.lat[at], lon: pointless ? null : part.lon[at],
      precision: part.precision[at] < 0 ? "" : part.precisions[part.precision[at]],
    };
  }

  // Calls `found` with each place where every word stands in its name or in that of its district, regency or province.
  function eachNamed(part, words, found) {
    const left = part.districts.map((district) => words.filter((word) => !district.folded.includes(word)));
    for (let at = 0; at < part.size; at++) {
      const missing = left[part.district[at]];
      if (!missing.length || missing.every((word) => part.folded[at].includes(word))) found(at);
    }
  }

  const told = { places: places, place: place, eachNamed: eachNamed, folded: folded };
  window.sitegenMap = Object.assign(window.sitegenMap || {}, { data: told });
})();
