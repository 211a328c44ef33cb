// A map as most sites make it: Leaflet, one file of all villages, a circle on one canvas for each, and a note at a click.
"use strict";

function script(address) {
  return new Promise((done) => {
    const element = document.createElement("script");
    element.src = address;
    element.onload = done;
    document.head.append(element);
  });
}

document.querySelector("button").addEventListener("click", async () => {
  const [villages] = await Promise.all([fetch("villages.json").then((answer) => answer.json()), script("leaflet.js")]);
  window.village_map = L.map("village_map", { preferCanvas: true }).setView([-2.5, 118], 4);
  for (const village of villages) {
    L.circleMarker([village.lat, village.lon], { radius: 5 })
      .bindPopup(`${village.name}, ${village.district}, ${village.regency}, ${village.province}, ${village.year}`)
      .addTo(village_map);
  }
  document.body.dataset.drawn = "";
});
