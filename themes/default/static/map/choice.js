// The form above the map by which a reader chooses what is shown, with counts; the choice stands in the address.
(function () {
  "use strict";

  const PAUSE = 300; // milliseconds of quiet before a search begins, counts are spoken, the address is written
  const FORMS = ["csv", "geojson", "kml"];
  const WIDE = "(min-width: 45rem)";
  const number = sitegenMap.number;

  // --- Pieces that the list and the downloads use too

  function element(tag, attributes, ...inside) {
    const made = document.createElement(tag);
    Object.keys(attributes || {}).forEach((name) => made.setAttribute(name, attributes[name]));
    made.append(...inside);
    return made;
  }

  function say(name, values, count) {
    return sitegenMap.fill(sitegenMap.phrase(name, count || 0), values);
  }

  function later(act) {
    let timer = 0;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(act, PAUSE);
    };
  }

  function button(label, act) {
    const made = element("button", { type: "button" }, label);
    made.addEventListener("click", act);
    return made;
  }

  // One after the other, so that the page answers in between.
  function loadAll(store, parts) {
    return parts.reduce((before, part) => before.then(() => store.load(part)), Promise.resolve());
  }

  // A button that fetches what the choice still needs, and says what that costs. `after` moves the focus on.
  function loader(store, after) {
    const made = button("", () => {
      if (made.getAttribute("aria-disabled")) return;
      made.setAttribute("aria-disabled", "true"); // not `disabled`, which would take the focus away
      tell();
      loadAll(store, store.needed()).then(after, () => tell("load_failed")).then(() => {
        made.removeAttribute("aria-disabled");
        made.tell();
      });
    });
    made.tell = () => {
      const parts = store.needed(), values = { count: number(parts.length), kb: number(store.cost(parts)) };
      made.textContent = say(made.getAttribute("aria-disabled") ? "loading_more" : "load", values, parts.length);
    };
    made.tell();
    return made;
  }

  // What was done at a press, said where it is seen and heard.
  const said = element("p", { class: "map-said", role: "status" });

  function tell(name) {
    said.textContent = name ? sitegenMap.words[name] : "";
  }

  // --- The form

  function copy() {
    const field = element("input", { class: "map-address", readonly: "", "aria-label": sitegenMap.words.copy_by_hand });
    field.value = location.href;
    const byHand = () => {
      said.replaceChildren(sitegenMap.words.copy_by_hand, field);
      field.focus();
      field.select();
    };
    if (!navigator.clipboard) return byHand();
    return navigator.clipboard.writeText(location.href).then(() => tell("copied"), byHand);
  }

  function labelled(label, field) {
    return element("label", {}, element("span", {}, label), field);
  }

  // A select whose options bear counts. `options`: value, name; `count` of a value, null for none.
  function select(label, options, chosen, act) {
    const field = element("select");
    const made = options.map((one) => field.appendChild(element("option", { value: one[0] })));
    field.addEventListener("change", () => act(field.value));
    return {
      element: labelled(label, field),
      update: (count) => {
        options.forEach((one, at) => {
          const places = one[0] === "" ? "" : number(count(one[0]));
          made[at].textContent = places ? say("option", { name: one[1], count: places }) : one[1];
        });
        field.value = chosen();
      },
    };
  }

  function selects(store, map) {
    const words = sitegenMap.words;
    const both = (one) => one.certified + one.reached;
    const years = [["", words.year_all]].concat(store.years.map((year) => [String(year), String(year)]));
    if (store.tally().years.get("undated")) years.push(["undated", words.year_undated]);
    const tops = store.tops.map((one) => [one.code, one.name]);
    tops.sort((one, other) => (one[1] < other[1] ? -1 : 1));
    const at = new Map(store.tops.map((one, number) => [one.code, number]));
    const statuses = [["", words.status_all], ["certified", words.certified], ["reached", words.reached]];
    const choice = (key) => () => String(store.choice[key] || "");
    const made = [
      select(words.year, years, choice("year"), (year) => store.choose({ year: year || null, until: null })),
      select(words.top, [["", words.top_all]].concat(tops), choice("top"), (code) => {
        store.choose({ top: code });
        approach(store, map);
      }),
      select(words.status, statuses, choice("status"), (status) => store.choose({ status: status })),
    ];
    return {
      elements: made.map((one) => one.element),
      update: (tally) => {
        made[0].update((year) => tally.years.get(Number(year) || year));
        made[1].update((code) => both(tally.tops[at.get(code)]));
        made[2].update((status) => tally.statuses[status]);
      },
    };
  }

  // Turns the map to the region that was chosen.
  function approach(store, map) {
    const top = store.tops.find((one) => one.code === store.choice.top);
    if (!top || top.lat === null) return;
    map.setView([top.lat, top.lon], Math.min(sitegenMap.geography.near, map.getMaxZoom()), { animate: false });
  }

  function nameField(store) {
    const field = element("input", { type: "search", autocomplete: "off", maxlength: "100" });
    const search = later(() => store.choose({ name: field.value }));
    field.addEventListener("input", search);
    return {
      element: labelled(sitegenMap.words.search, field),
      field: field,
      update: () => { // what is being typed is left alone
        if (document.activeElement !== field) field.value = store.choice.name;
      },
    };
  }

  // A control that goes through the years of designation, one on the other; its last step is all there is.
  function steps(store) {
    const words = sitegenMap.words, last = store.years.length;
    const field = element("input", { type: "range", min: "0", max: String(last), step: "1", "aria-label": words.step });
    const text = element("p", { class: "map-step", "aria-hidden": "true" });
    const go = (to) => {
      if (to >= 0 && to <= last) store.choose({ until: store.years[to] || null, year: null });
    };
    const arrow = (sign, label, by) => {
      const made = button(sign, () => go(Number(field.value) + by));
      made.setAttribute("aria-label", label);
      return made;
    };
    const back = arrow("‹", words.step_back, -1), on = arrow("›", words.step_on, 1);
    const shown = Math.ceil((last + 1) / 6); // of more than six labels, one in so many
    const labels = store.years.map((year, at) => element("span", {}, (last - at) % shown ? "" : String(year)));
    labels.push(element("span", {}, words.step_all));
    field.addEventListener("input", () => go(Number(field.value)));
    return {
      element: element("fieldset", { class: "map-steps" }, element("legend", {}, words.steps), text,
        element("div", {}, back, field, on), element("div", { class: "map-ticks", "aria-hidden": "true" }, ...labels)),
      update: (tally) => {
        const until = store.choice.until, at = until === null ? last : store.years.indexOf(until);
        const regions = tally.shown.filter((one) => one.certified).length;
        const values = { year: until, places: number(tally.certified), regions: number(regions) };
        field.value = String(at);
        text.textContent = until === null ? words.step_help : say("step_until", values, tally.certified);
        field.setAttribute("aria-valuetext", until === null ? words.step_all : text.textContent);
        back.setAttribute("aria-disabled", String(at === 0));
        on.setAttribute("aria-disabled", String(at === last));
      },
    };
  }

  // What is shown, in a line.
  function line(store, tally) {
    if (store.choice.name && store.waiting()) return "";
    const shown = tally.certified + tally.reached, parts = store.needed();
    const every = store.parts.reduce((total, part) => total + part.size, 0);
    const values = {
      shown: number(shown), certified: number(tally.certified), reached: number(tally.reached),
      all: number(every),
    };
    const all = [shown ? say("shown", values, every) : say("shown_none", values)];
    if (tally.pointless) all.push(say("shown_pointless", { count: number(tally.pointless) }, tally.pointless));
    if (store.choice.name && parts.length) all.push(say("unsearched", { count: number(parts.length) }, parts.length));
    return all.join("; ") + ".";
  }

  // `save` writes the address, which a link and a file are to bear as it is now.
  function actions(store, save) {
    const words = sitegenMap.words, handed = document.getElementById("map").dataset;
    const offers = FORMS.map((form) => button("", () => {
      tell();
      save();
      const ready = loadAll(store, store.needed()).then(() => script(handed.take));
      ready.then(() => sitegenMap.take(store, form)).catch(() => tell("load_failed"));
    }));
    const share = button(words.copy, () => {
      save();
      copy();
    });
    const full = element("p", { class: "map-full" }, words.take_full + " ");
    FORMS.forEach((form) => {
      const link = element("a", { href: handed.files + "villages." + form }, words["form_" + form]);
      full.append(link, " ");
    });
    const made = element("div", { class: "map-actions" }, ...offers, share, said, full);
    return {
      element: made,
      update: () => {
        const kb = store.cost(store.needed());
        FORMS.forEach((form, at) => {
          const label = say("take", { form: words["form_" + form] });
          offers[at].textContent = kb ? say("take_first", { label: label, kb: number(kb) }) : label;
        });
        full.hidden = store.chosen();
      },
    };
  }

  const run = new Map(); // scripts that are fetched when they are first needed

  function script(address) {
    if (!run.has(address)) {
      run.set(address, new Promise((done, failed) => {
        const made = element("script", { src: address });
        made.onload = done;
        made.onerror = () => {
          run.delete(address);
          failed();
        };
        document.head.append(made);
      }));
    }
    return run.get(address);
  }

  // A button that gives everything back, with the map as it was opened.
  function resetting(store, map, name, form) {
    const start = map.getCenter(), zoom = map.getZoom();
    return button(sitegenMap.words.reset, () => {
      form.querySelector("details").open = true;
      form.elements[0].focus(); // the button goes with what it takes away
      store.choose({ year: null, until: null, top: "", status: "", name: "" });
      name.value = "";
      map.setView(start, zoom, { animate: false });
    });
  }

  function controls(store, map) {
    const words = sitegenMap.words, address = sitegenMap.address;
    const home = address.position(map), chosen = selects(store, map), name = nameField(store);
    const write = () => address.write(store, map, home), save = later(write), doing = actions(store, write);
    const years = store.years.length ? steps(store) : null;
    const status = element("p", { class: "map-shown", role: "status" });
    const more = loader(store, () => name.field.focus());
    const form = element("form", { role: "search", class: "map-choice", "aria-label": words.choice });
    const fold = element("details", { class: "map-fold" }, element("summary", {}, words.choice),
      element("div", { class: "map-facets" }, ...chosen.elements, name.element), years ? years.element : "");
    form.append(fold, status);
    const reset = resetting(store, map, name.field, form);
    address.read(store, map);
    fold.open = store.chosen() || matchMedia(WIDE).matches; // on a narrow screen the map comes first
    form.append(element("p", { class: "map-again" }, reset, more));
    form.addEventListener("submit", (event) => {
      event.preventDefault(); // the search has begun while its words were typed
      store.choose({ name: name.field.value });
    });
    form.addEventListener("input", () => tell()); // what was said is of what was shown before
    const speak = later(() => { status.textContent = line(store, store.tally()); });
    const update = () => {
      const tally = store.tally();
      [chosen, name, years, doing].forEach((one) => one && one.update(tally));
      reset.hidden = !store.chosen();
      more.tell();
      more.hidden = !store.choice.name || store.waiting() || !store.needed().length;
      speak();
      save();
    };
    store.onchange(update);
    map.on("moveend", save);
    document.getElementById("map-filters").replaceChildren(form);
    document.getElementById("map-opened").append(doing.element);
    update();
    status.textContent = line(store, store.tally());
  }

  sitegenMap.controls = controls;
  sitegenMap.piece = { element: element, say: say, later: later, loader: loader };
})();
