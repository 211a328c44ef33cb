// The interactive map. Nothing of it is fetched before the button is pressed. What a record says reaches the page as
// text alone (textContent), never as HTML; styles are set by class names, so that the strictest policy allows it.
(function () {
  "use strict";

  var MARK = 28; // pixels: the size of a mark, and how far apart two marks stand at least
  var NAMED = 10; // places that the note of a group names
  var opener = document.getElementById("map-open");
  var status = document.getElementById("map-status");
  var opened = document.getElementById("map-opened");

  // --- The button

  function fetchScript(address) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function open(button) {
    button.disabled = true;
    status.textContent = status.dataset.loading;
    fetchScript(button.dataset.leaflet)
      .then(function () {
        if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
          L.Map.mergeOptions({ fadeAnimation: false, zoomAnimation: false, markerZoomAnimation: false, inertia: false });
        }
        opened.hidden = false; // a map measures its element when it is made
        return fetchScript(button.dataset.map); // it calls sitegenMap.villages
      })
      .catch(fail);
  }

  function fail() {
    opened.hidden = true;
    opener.hidden = true;
    status.textContent = status.dataset.failed;
  }

  // --- The map

  function villages(map, handed) {
    prepare(map, handed.words);
    fetch(handed.data)
      .then(function (answer) {
        if (!answer.ok) throw new Error(answer.status);
        return answer.json();
      })
      .then(function (data) {
        data.points.precision = data.points.precision.map(function (index) { return data.precisions[index]; });
        graticule().addTo(map);
        nameProvinces(map, data.provinces);
        draw(map, data.points, handed);
        opener.hidden = true;
        status.textContent = status.dataset.ready;
        map.getContainer().focus({ preventScroll: true });
      })
      .catch(fail);
  }

  function prepare(map, words) {
    var container = map.getContainer();
    // The settings speak of a screen on which a country fits; a phone shows as much a level farther out.
    if (map.getSize().x < 512) map.setZoom(map.getZoom() - 1, { animate: false });
    var titles = { zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut };
    L.control.zoom(Object.assign(titles, { position: "bottomright" })).addTo(map); // notes open upwards
    L.control.scale({ imperial: false }).addTo(map);
    // The wheel and a single finger scroll the page, unless the reader has turned to the map.
    map.on("focus", function () { map.scrollWheelZoom.enable(); });
    map.on("blur", function () { map.scrollWheelZoom.disable(); });
    if (matchMedia("(pointer: coarse)").matches) map.dragging.disable(); // two fingers still move it
    container.addEventListener("keydown", function (event) {
      if (event.key === "Escape") map.closePopup();
    });
    map.on("popupopen", function (event) { enterNote(event.popup, words); });
    map.on("popupclose", function (event) { leaveNote(event.popup); });
  }

  function enterNote(popup, words) {
    var element = popup.getElement();
    element.setAttribute("role", "dialog");
    element.setAttribute("aria-label", popup._source.mark.label);
    element.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", words.close);
    element.querySelector(".map-note a, .map-note button").focus({ preventScroll: true });
  }

  function leaveNote(popup) {
    var active = document.activeElement;
    var icon = popup._source.getElement();
    if (icon && (active === document.body || popup.getElement().contains(active))) icon.focus({ preventScroll: true });
  }

  function graticule() {
    var lines = [];
    for (var lon = 90; lon <= 145; lon += 5) lines.push([[-15, lon], [10, lon]]);
    for (var lat = -15; lat <= 10; lat += 5) if (lat) lines.push([[lat, 90], [lat, 145]]);
    var line = { interactive: false, weight: 1, className: "map-line" };
    return L.layerGroup([
      L.polyline(lines, line),
      L.polyline([[0, 90], [0, 145]], { interactive: false, weight: 2, className: "map-line" }),
    ]);
  }

  function nameProvinces(map, provinces) {
    var labels = provinces.name.map(function (name, at) {
      var label = text("span", name);
      var icon = L.divIcon({ className: "map-province", html: label, iconSize: null });
      var place = L.latLng(provinces.lat[at], provinces.lon[at]);
      L.marker(place, { icon: icon, interactive: false, keyboard: false, pane: "shadowPane" }).addTo(map);
      return { element: label, place: place };
    });
    function unclutter() {
      clear(map, labels);
    }
    map.on("zoomend", unclutter);
    unclutter();
  }

  // Hides each name that would be written over one before it.
  function clear(map, labels) {
    var shown = [];
    labels.forEach(function (label) {
      var spot = map.latLngToLayerPoint(label.place);
      var half = label.element.offsetWidth / 2 + 4;
      var clash = shown.some(function (other) {
        return Math.abs(other.spot.x - spot.x) < half + other.half && Math.abs(other.spot.y - spot.y) < 20;
      });
      label.element.classList.toggle("map-covered", clash);
      if (!clash) shown.push({ spot: spot, half: half });
    });
  }

  // Draws what is in view, again after each move. A mark that stays is not touched: its note and its focus stay too.
  function draw(map, points, handed) {
    var groups = {}; // by zoom level
    var drawn = new Map(); // by the places that a mark stands for

    function redraw() {
      var zoom = map.getZoom();
      var view = map.getBounds().pad(0.2);
      var wanted = new Map();
      groups[zoom] = groups[zoom] || group(map, points, zoom);
      groups[zoom].forEach(function (members) {
        if (view.contains(at(points, members[0]))) wanted.set(members.join(), members);
      });
      drawn.forEach(function (mark, key) {
        if (wanted.has(key)) return;
        if (mark.getElement() === document.activeElement) map.getContainer().focus({ preventScroll: true });
        mark.remove();
        drawn.delete(key);
      });
      wanted.forEach(function (members, key) {
        if (!drawn.has(key)) drawn.set(key, markOf(map, points, members, handed).addTo(map));
      });
    }

    map.on("moveend", redraw);
    redraw();
  }

  function at(points, index) {
    return L.latLng(points.lat[index], points.lon[index]);
  }

  // Places nearer to each other than a mark is wide share one mark, at the first of them.
  function group(map, points, zoom) {
    var cells = new Map();
    var groups = [];
    for (var index = 0; index < points.name.length; index++) {
      var spot = map.project(at(points, index), zoom);
      var near = nearest(cells, spot);
      if (near) {
        near.members.push(index);
      } else {
        var anchor = { spot: spot, members: [index] };
        var cell = cellOf(spot.x, spot.y);
        cells.set(cell, (cells.get(cell) || []).concat(anchor));
        groups.push(anchor.members);
      }
    }
    return groups;
  }

  function nearest(cells, spot) {
    for (var x = -MARK; x <= MARK; x += MARK) {
      for (var y = -MARK; y <= MARK; y += MARK) {
        var near = (cells.get(cellOf(spot.x + x, spot.y + y)) || []).find(function (anchor) {
          return anchor.spot.distanceTo(spot) < MARK;
        });
        if (near) return near;
      }
    }
    return null;
  }

  function cellOf(x, y) {
    return Math.floor(x / MARK) + ":" + Math.floor(y / MARK);
  }

  // --- Marks and their notes

  function markOf(map, points, members, handed) {
    var mark = describe(points, members, handed.words);
    var icon = L.divIcon({ className: "mark " + mark.shape, html: text("span", mark.count), iconSize: [MARK, MARK] });
    var marker = L.marker(at(points, members[0]), { icon: icon, riseOnHover: true });
    marker.mark = mark;
    marker.bindPopup(function () { return note(map, points, members, handed, mark); }, { minWidth: 180, maxWidth: 260 });
    marker.on("add", function () {
      var element = marker.getElement();
      element.setAttribute("aria-label", mark.label);
      element.addEventListener("keydown", function (event) {
        if (event.key !== " ") return; // Leaflet itself opens at Enter
        event.preventDefault();
        marker.openPopup();
      });
    });
    return marker;
  }

  function describe(points, members, words) {
    var certified = members.filter(function (index) { return points.certified[index]; }).length;
    if (members.length === 1) {
      var name = points.name[members[0]];
      return certified
        ? { shape: "mark-certified", count: "", label: name + ", " + words.certified }
        : { shape: "mark-reached", count: "", label: name + ", " + words.reached };
    }
    var parts = [];
    if (certified) parts.push(certified + " " + words.certified);
    if (certified < members.length) parts.push(members.length - certified + " " + words.reached);
    var label = fill(words.group, { count: members.length, parts: parts.join(", ") });
    return { shape: "mark-group", count: String(members.length), label: label };
  }

  function note(map, points, members, handed, mark) {
    var box = document.createElement("div");
    box.className = "map-note";
    if (members.length === 1) {
      box.append(link(points, members[0], handed.root), standing(points, members[0], handed.words));
      box.append(text("p", points.region[members[0]]), text("p", points.precision[members[0]]));
      return box;
    }
    var list = document.createElement("ul");
    members.slice(0, NAMED).forEach(function (index) {
      var item = document.createElement("li");
      item.append(link(points, index, handed.root), standing(points, index, handed.words));
      list.append(item);
    });
    box.append(text("p", mark.label), list);
    if (members.length > NAMED) box.append(text("p", fill(handed.words.more, { count: members.length - NAMED })));
    if (map.getZoom() < map.getMaxZoom()) box.append(closer(map, points, members, handed.words));
    return box;
  }

  function closer(map, points, members, words) {
    var button = text("button", words.closer);
    button.type = "button";
    button.addEventListener("click", function () {
      var bounds = L.latLngBounds(members.map(function (index) { return at(points, index); }));
      map.closePopup();
      map.fitBounds(bounds, { padding: [MARK, MARK], maxZoom: map.getMaxZoom() });
      map.getContainer().focus({ preventScroll: true });
    });
    return button;
  }

  function link(points, index, root) {
    var anchor = text("a", points.name[index]);
    anchor.href = root + points.path[index].slice(1);
    return anchor;
  }

  function standing(points, index, words) {
    var year = points.year[index];
    return text("p", (points.certified[index] ? words.certified : words.reached) + (year ? ", " + year : ""));
  }

  function text(tag, content) {
    var element = document.createElement(tag);
    element.textContent = content;
    return element;
  }

  function fill(phrase, values) {
    return phrase.replace(/\{(\w+)\}/g, function (whole, name) { return values[name]; });
  }

  window.sitegenMap = { villages: villages };
  document.getElementById("map-no-script").hidden = true;
  opener.hidden = false;
  opener.querySelector("button").addEventListener("click", function (event) { open(event.currentTarget); });
})();
