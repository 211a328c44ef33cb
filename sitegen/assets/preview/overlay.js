// In the preview: says why the last save could not be built, above the last site that could be;
// and loads the page again when a build was missed, as happens while the connection is being made.
"use strict";

(() => {
  const built = Number(document.currentScript.dataset.build);

  // What problems quote was written by anybody: it enters the page as text and never as markup.
  const element = (name, text, children = []) => {
    const made = document.createElement(name);
    made.textContent = text;
    made.append(...children);
    return made;
  };

  const entry = ({ place, code, message, offer, paste }) =>
    element("li", "", [
      element("p", "", [element("code", place), " ", element("small", code)]),
      element("p", message),
      element("p", offer),
      element("pre", paste),
    ]);

  const show = (state) => {
    const host = document.createElement("sitegen-preview");
    // A tree of its own: neither the theme's style nor the overlay's reaches the other.
    const root = host.attachShadow({ mode: "open" });
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/__preview/overlay.css";
    const close = element("button", state.close);
    close.type = "button";
    close.addEventListener("click", () => host.remove());
    const box = element("section", "", [
      element("h1", state.heading),
      element("p", state.note),
      element("ol", "", state.problems.map(entry)),
      element("p", state.more),
      close,
    ]);
    box.lang = state.language;
    box.setAttribute("role", "alert");
    root.append(style, box);
    document.body.append(host);
  };

  const look = async () => {
    const answer = await fetch("/__preview/state.json", { cache: "no-store" });
    const state = await answer.json();
    if (state.build !== built) {
      location.reload();
    } else if (state.problems.length && !document.querySelector("sitegen-preview")) {
      show(state);
    }
  };

  look();
  document.addEventListener("LiveReloadConnect", look);
})();
