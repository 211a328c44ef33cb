// Notes what the Tab key comes to on a page, in window.__reached; gives what it should come to, in the page's order.
() => {
  "use strict";
  const FOCUSABLE = "a[href], area[href], button, input, select, textarea, summary, iframe, audio[controls], " +
    "video[controls], [tabindex], [contenteditable]";
  const CLEAR = /^(transparent|rgba\(.*, 0\))$/;

  // Of a group of radio buttons the key comes to one.
  const standsForGroup = (one) => {
    const group = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(one.name)}"]`)];
    return one === (group.find((other) => other.checked) || group[0]);
  };
  const words = (one) => {
    const text = (one.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${one.localName}${one.id ? `#${one.id}` : ""}> ${text}`;
  };
  const ringed = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && !CLEAR.test(style.outlineColor);
  };

  const found = [...document.querySelectorAll(FOCUSABLE)].filter((one) =>
    one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }) &&
    (!one.matches("input[type=radio]") || standsForGroup(one)));
  const main = document.querySelector("main");

  window.__focusable = found;
  window.__reached = [];
  document.addEventListener("focusin", ({ target }) => {
    const box = target.getBoundingClientRect();
    window.__reached.push({
      place: found.indexOf(target),
      ringed: ringed(target),
      told: words(target),
      seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.left < innerWidth,
    });
  });
  return found.map((one) => ({
    told: words(one),
    main: Boolean(main && main.contains(one)),
    skips: one.matches("a[href^='#']") ? one.hash : "",
  }));
}
