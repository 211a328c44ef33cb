// What the map shows as a file to take away: CSV, GeoJSON or KML, in columns named as those of the open data.
(function () {
  "use strict";

  const LEVELS = sitegenMap.geography.levels.map((level) => level.id);
  // The words of places with a level are named `<status>/<level>`.
  const held = Object.keys(sitegenMap.words).some((key) => /\/./.test(key)) ? ["current_level"] : [];
  const COLUMNS = ["code", "name", "kind"]
    .concat(LEVELS.slice().reverse(), "status", "year", held, "lat", "lon", "precision_note", "url");
  // How a text begins that a spreadsheet would run: one apostrophe more is put before it.
  const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
  const TYPES = { csv: "text/csv", geojson: "application/geo+json", kml: "application/vnd.google-earth.kml+xml" };
  // A character that XML cannot hold, escaped or not.
  const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

  // Every place that the choice lets through, by code; files that are not loaded are not asked for here.
  function rows(store) {
    const root = new URL(document.getElementById("map").dataset.root, location.href).href, found = [];
    store.parts.forEach((part, number) => {
      if (part.loaded) store.matching(number).forEach((at) => found.push(row(store.place(number, at), root)));
    });
    return found;
  }

  function row(place, root) {
    const [status, level] = (place.held || place.status).split("/");
    const values = {
      code: place.code, name: place.bare, kind: place.kind, status: status, current_level: level || null,
      year: place.year, lat: place.lat, lon: place.lon, precision_note: place.precision || null, url: root + place.path,
    };
    LEVELS.forEach((level, at) => { values[level] = place.regions[at] || null; });
    return Object.fromEntries(COLUMNS.map((name) => [name, values[name]]));
  }

  // --- CSV as RFC 4180 has it; the terms fill a last column

  function cell(value) {
    if (value === null) return "";
    const text = typeof value === "string" && FORMULA.test(value) ? "'" + value : String(value);
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  function csv(places, terms) {
    const short = [terms.notice, terms.licence].filter(Boolean).map((part) => part.replace(/\.+$/, "")).join(". ");
    const lines = places.map((place) => COLUMNS.map((name) => place[name]).concat(short));
    return [COLUMNS.concat("notice")].concat(lines).map((line) => line.map(cell).join(",") + "\r\n").join("");
  }

  // --- GeoJSON (RFC 7946); a place without a point has no geometry

  function feature(place) {
    const point = place.lat === null ? null : { type: "Point", coordinates: [place.lon, place.lat] };
    return JSON.stringify({ type: "Feature", id: place.code, geometry: point, properties: place });
  }

  function geojson(places, terms) {
    const head = JSON.stringify({
      type: "FeatureCollection",
      notice: terms.notice,
      licence: terms.licence ? { name: terms.licence, url: terms.licenceUrl } : null,
      source: { publisher: terms.publisher, url: location.href.split("#")[0] },
      choice: terms.choice,
    });
    return head.slice(0, -1) + ',"features":[\n' + places.map(feature).join(",\n") + "\n]}\n";
  }

  // --- KML 2.2, for Google Earth; a place without a point has no geometry

  function tag(name, text) {
    const plain = String(text).replace(NOT_IN_XML, "").replace(/[&<>"\r]/g, (sign) => "&#" + sign.charCodeAt(0) + ";");
    return "<" + name + ">" + plain + "</" + name + ">";
  }

  function placemark(place) {
    const known = COLUMNS.filter((name) => place[name] !== null);
    const data = known.map((name) => '<Data name="' + name + '">' + tag("value", place[name]) + "</Data>").join("");
    const point = place.lat === null ? "" : "<Point>" + tag("coordinates", place.lon + "," + place.lat) + "</Point>";
    return "<Placemark>" + tag("name", place.name) + "<ExtendedData>" + data + "</ExtendedData>" + point + "</Placemark>";
  }

  function kml(places, terms) {
    const told = [terms.notice, (terms.licence + " " + terms.licenceUrl).trim(), terms.choice, location.href.split("#")[0]];
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + [
      '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:atom="http://www.w3.org/2005/Atom">',
      "<Document>",
      tag("name", sitegenMap.words.key_places),
      "<atom:author>" + tag("atom:name", terms.publisher) + "</atom:author>",
      tag("description", told.filter(Boolean).join("\n")),
    ].concat(places.map(placemark), "</Document>", "</kml>", "").join("\n");
  }

  // --- The file

  const WRITERS = { csv: csv, geojson: geojson, kml: kml };

  // `<places>-2018-jawa-timur`: the word for the places, and what was chosen.
  function nameOf(told) {
    const words = sitegenMap.words, plain = [words.key_year, words.key_top, words.key_status];
    const parts = told.map((pair) => (plain.includes(pair[0]) ? pair[1] : pair[0] + "-" + pair[1]));
    return [words.key_places].concat(parts).map((part) => sitegenNames.slug(String(part))).filter(Boolean).join("-");
  }

  function take(store, form) {
    const handed = document.getElementById("map").dataset, told = sitegenMap.address.told(store);
    const terms = {
      notice: store.notice, licence: handed.licence, licenceUrl: handed.licenceUrl, publisher: handed.publisher,
      choice: told.map((pair) => pair.join(": ")).join("; "),
    };
    const content = WRITERS[form](rows(store), terms);
    const address = URL.createObjectURL(new Blob([content], { type: TYPES[form] + ";charset=utf-8" }));
    const link = sitegenMap.piece.element("a", { href: address, download: nameOf(told) + "." + form });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000); // the browser reads it after the press
  }

  sitegenMap.take = take;
})();
