// What the reader has chosen as words of an address, by which a view can be shared: `?sampai=2018&provinsi=jawa-timur`.
(function () {
  "use strict";

  function slugOf(top) {
    return top.path.split("/")[1];
  }

  // The choice as pairs of words, without the position of the map.
  function told(store) {
    const words = sitegenMap.words, choice = store.choice;
    const top = store.tops.find((one) => one.code === choice.top);
    return [
      [words.key_year, choice.year === "undated" ? words.key_undated : choice.year],
      [words.key_until, choice.until],
      [words.key_top, top && slugOf(top)],
      [words.key_status, choice.status && words["key_" + choice.status]],
      [words.key_name, choice.name],
    ].filter((pair) => pair[1]);
  }

  function positionOf(map) {
    const zoom = map.getZoom(), decimals = zoom > 9 ? 4 : 2, centre = map.getCenter();
    return [zoom, centre.lat.toFixed(decimals), centre.lng.toFixed(decimals)].join("/");
  }

  function write(store, map, home) {
    const words = sitegenMap.words, kept = new URLSearchParams(location.search), position = positionOf(map);
    document.getElementById("map").dataset.keys.split(" ").forEach((key) => kept.delete(key));
    told(store).forEach((pair) => kept.set(pair[0], pair[1]));
    if (position !== home) kept.set(words.key_at, position);
    const query = kept.toString().replace(/%2F/g, "/");
    try {
      history.replaceState(history.state, "", location.pathname + (query && "?" + query) + location.hash);
    } catch (refused) {
      // A frame without an address of its own, or a browser that takes this for too often: the map works without.
    }
  }

  // What an address says that is not known is passed over: `choose` keeps what there is.
  function read(store, map) {
    const words = sitegenMap.words, query = new URLSearchParams(location.search);
    const year = query.get(words.key_year), status = query.get(words.key_status);
    const slug = query.get(words.key_top), top = store.tops.find((one) => slugOf(one) === slug);
    store.choose({
      year: year === words.key_undated ? "undated" : year,
      until: query.get(words.key_until),
      top: top ? top.code : "",
      status: ["certified", "reached"].find((one) => words["key_" + one] === status),
      name: query.get(words.key_name),
    });
    const position = /^(\d{1,2}(?:\.\d+)?)\/(-?\d{1,2}(?:\.\d+)?)\/(-?\d{1,3}(?:\.\d+)?)$/;
    const at = position.exec(query.get(words.key_at) || "");
    if (at) map.setView([Number(at[2]), Number(at[3])], Math.min(at[1], map.getMaxZoom()), { animate: false });
  }

  sitegenMap.address = { told: told, position: positionOf, read: read, write: write };
})();
