// The search page: finds villages and regions in the files of the index (search_index.py), a handful a query.
(function () {
  "use strict";

  const [page, form, status, list, alike, none, texts] = ["", "-form", "-status", "-list", "-alike", "-none", "-texts"]
    .map((name) => document.getElementById("search" + name));
  const { fold, slug } = sitegenNames, words = page.dataset, input = form.elements.q, most = 50;
  const { levels, kinds, affix } = JSON.parse(words.names);
  let index, timer, latest, more, files = {};

  // --- The index

  // Each file is fetched once; after a failure, all are asked for anew.
  const file = (name) => files[name] ||= fetch(words.index + name + ".json").then((got) => got.json());

  // What stands in the file of `tree` to which `key` belongs: that of the longest prefix. The index has all prefixes,
  // letter by letter: {"s": {"u": 1}} is "s" and "su".
  function held(tree, key) {
    let node = index[tree], at = 0;
    while (node[key[at]]) node = node[key[at++]];
    more ||= tree > "u" && node != 1 && !key[at]; // names that begin so stand in other files too
    return file(tree + encodeURIComponent(key.slice(0, at)).replace(/%/g, "_"));
  }

  // --- Keys

  // A query as it would be spelt today, without the word for what is looked for.
  const modern = (query) => fold(query.replace(RegExp(affix, "i"), ""))
    .replace(/oe/g, "u").replace(/dj/g, "j").replace(/tj/g, "c");

  // Whether two keys are one slip apart: a letter too many, too few, another one, or two in each other's place.
  const near = (a, b, x = a.slice(1), y = b.slice(1)) => a && a[0] === b[0] ? near(x, y)
    : a !== b && (x === b || a === y || x === y || a[1] + a[0] + x.slice(1) === b);

  // --- Answers. A row of the index is [name, code, standing, odd or 0, ...regions around it];
  // that of a region has a code of a length in `levels`.

  // 0 for a row of which `key` is the name or a code, 1 if a region stands behind the name, 2 if it so begins, 3 if
  // none of these.
  const rank = ([name, code, , odd, ...around], key) => Math.min(...[name, code, ...odd.as || []].map(fold).map((name) =>
    name === key ? 0
      : key.startsWith(name) && fold(around.join("")).includes(key.slice(name.length)) ? 1
        : name.startsWith(key) ? 2 : 3));
  const named = async (key, worst, tree = "v") => (await held(tree, key)).filter((row) => rank(row, key) < worst);

  // The names one slip away from `key`: they have its first letters or its last; see prefix_length() of search_index.py.
  async function similar(key) {
    const lists = [key, [...key].reverse().join("")].flatMap((key, end) => [-1, 0, 1].map((more) => {
      const level = Math.min((key.length + more - 1) >> 1, 7);
      return held("ef"[end] + level, key.slice(0, level));
    }));
    return [...new Set((await Promise.all(lists)).flat())].filter((name) => near(fold(name), key));
  }

  // What answers a query, the names that are nearly the same, and whether only these have answers.
  async function find(query, sent) {
    const key = fold(query), other = modern(query);
    more = 0;
    let found = /^\d/.test(key) ? await named(key, 3, "k") : [];
    for (const one of [key, other]) if (one && !(found[0] && rank(found[0], key) < 2)) found.push(...await named(one, 3));
    for (const row of found.slice(0, 2)) if (levels[row[1].length] && !rank(row, other)) found.push(...await named(fold(row[1]), 3, "k"));
    const slips = !found[0], names = key[2] && (slips || sent) ? await similar(key) : [];
    if (slips) for (const name of names.slice(0, 2)) found.push(...await named(fold(name), 1));
    return [[...new Map(found.map((row) => [row[1], row])).values()], names, slips];
  }

  // --- The page

  const fill = (text, values) => text.replace(/{(\w+)}/g, (all, key) => values[key].toLocaleString(page.lang));

  function add(tag, within, textContent, href) {
    within.append(Object.assign(document.createElement(tag), { textContent }, href && { href }));
    return within.lastChild;
  }

  function show([name, code, standing, odd, ...around]) {
    const entry = add("li", list), level = levels[code.length];
    const path = odd.path || [name, ...around].map(slug).reverse().join("/") + "/";
    const pattern = level ? level.find((one) => code.startsWith(one[0]))[1] : kinds[odd.kind || ""];
    add("a", entry, fill(pattern, { name, ...odd }), words.regions + path);
    const said = level ? fill(words.region, { count: standing })
      : standing < 0 ? words[standing] : words.certified + " " + (standing || "") + (odd.lapsed ? words.lapsed : "");
    add("p", entry, [...around, said].join(" · "));
  }

  const asked = (query) => "?q=" + encodeURIComponent(query);
  const keep = (how) => history[how](0, "", asked(input.value));

  async function answer(sent) {
    const query = latest = input.value.trim();
    if (sent) status.textContent = words.busy;
    try {
      index = await file("index");
      const [found, names, slips] = query ? await find(query, sent) : [[], []];
      if (query != latest) return;
      list.textContent = alike.textContent = "";
      for (const row of found.slice(0, most)) show(row);
      for (const name of names) add("a", add("li", alike), name, asked(name));
      none.hidden = !query || found[0];
      const phrase = !found[0] ? "none" : slips ? "near" : more || found[most] ? "first" : "found";
      status.textContent = query && fill(words[phrase], { query, count: found.length });
    } catch {
      files = {};
      status.textContent = words.failed;
    }
  }

  // Announcements and pages are searched only when asked for: what that needs is many times as large as this.
  // What is still being looked for in the index, or about to be, then comes too late.
  const inTexts = () => import(words.texts, latest = clearTimeout(timer)).then((found) => found.default());

  function begin() {
    input.value = new URLSearchParams(location.search).get("q");
    (location.hash == "#teks" ? inTexts : answer)(true);
  }

  form.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(() => answer(keep("replaceState")), 300);
  };
  form.onsubmit = () => {
    clearTimeout(timer);
    answer(!keep("pushState"));
    return false;
  };
  onpopstate = begin;
  texts.onclick = inTexts;
  page.hidden = false;
  if (location.search) begin();
})();
