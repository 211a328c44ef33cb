// Finds announcements and pages by Pagefind. A module that search.js fetches when it is asked for, with all it needs.

const page = document.getElementById("search"), words = page.dataset;
const [form, status, list, alike, none] = ["form", "status", "list", "alike", "none"]
  .map((name) => document.getElementById("search-" + name));
const most = 20;
let engine;

function add(tag, within, text, address) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (address) made.href = address;
  within.append(made);
  return made;
}

function show({ meta, plain_excerpt }) {
  const entry = add("li", list, "");
  add("a", entry, meta.title, words.base + meta.path);
  if (meta.date) add("p", entry, meta.date);
  add("p", entry, plain_excerpt);
}

function fill(text, values) {
  return text.replace(/{(\w+)}/g, (all, name) => values[name].toLocaleString(page.lang));
}

// Pagefind tells the language of its index by that of the page. Its worker would not be let compile what it runs: the
// policy of its file is that of all others.
async function opened() {
  const made = await import(new URL(words.engine + "pagefind.js", document.baseURI));
  await made.options({ noWorker: true, excerptLength: 24 });
  await made.init();
  return made;
}

export default async function () {
  const query = form.elements.q.value.trim();
  if (!query) return form.elements.q.focus();
  const address = "?q=" + encodeURIComponent(query) + "#teks";
  if (location.search + location.hash !== address) history.pushState(0, "", address);
  status.textContent = words.busy;
  list.textContent = alike.textContent = "";
  none.hidden = true;
  try {
    engine = engine || await opened();
    const { results } = await engine.search(query);
    const found = await Promise.all(results.slice(0, most).map((result) => result.data()));
    if (query !== form.elements.q.value.trim() || location.hash !== "#teks") return;
    list.textContent = alike.textContent = "";
    found.forEach(show);
    const phrase = !found.length ? "none" : results.length > most ? "first" : "found";
    status.textContent = fill(words[phrase], { query, count: found.length });
  } catch (error) {
    status.textContent = words.failed;
    console.info(String(error));
  }
}
