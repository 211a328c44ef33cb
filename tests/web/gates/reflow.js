// Tells what of a page is cut or makes it scroll sideways, as it stands in the window.
() => {
  "use strict";
  const found = [];
  const words = (one) => {
    const kind = `${one.localName}${one.id ? `#${one.id}` : ""}${[...one.classList].map((name) => `.${name}`).join("")}`;
    return `<${kind}> ${(one.textContent || "").trim().replace(/\s+/g, " ").slice(0, 50)}`;
  };
  const hides = (way) => way === "hidden" || way === "clip";
  const holdsText = (one) => [...one.childNodes].some((part) => part.nodeType === Node.TEXT_NODE && part.data.trim());
  const inBox = (one) => {
    for (let box = one.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible") return true;
    }
    return false;
  };

  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) {
    const outside = [...document.body.querySelectorAll("*")].filter((one) =>
      one.getBoundingClientRect().right > innerWidth + 1 && !one.closest("svg *") && !inBox(one));
    found.push(`the page is ${wide} px wide: ${outside.slice(-3).map(words).join("; ")}`);
  }

  const ofPicture = (text) => {
    const inner = text.getBoundingClientRect();
    const outer = text.ownerSVGElement.getBoundingClientRect();
    const room = outer.width * 0.01 + 1; // letters have air around them
    const cut = inner.left < outer.left - room || inner.right > outer.right + room ||
      inner.top < outer.top - room || inner.bottom > outer.bottom + room;
    if (cut && getComputedStyle(text.ownerSVGElement).overflowX !== "visible") {
      found.push(`cut by its picture: ${words(text)}`);
    }
  };
  const ofBox = (one, style) => {
    const overX = one.scrollWidth > one.clientWidth + 1;
    const overY = one.scrollHeight > one.clientHeight + 1;
    if (!one.textContent.trim()) return;
    if (hides(style.overflowX) && overX) found.push(`cut at its side: ${words(one)}`);
    if (hides(style.overflowY) && overY) found.push(`cut below: ${words(one)}`);
    const scrolls = style.overflowX === "auto" || style.overflowX === "scroll";
    const may = one.matches("pre, textarea, select, input") || one.querySelector("table, svg, img, pre, code");
    if (scrolls && overX && !may) found.push(`text scrolls sideways: ${words(one)}`);
    const box = one.getBoundingClientRect();
    if (holdsText(one) && box.width && box.left < -1 && box.top >= 0 && !inBox(one)) {
      found.push(`begins left of the screen: ${words(one)}`);
    }
  };

  for (const one of document.body.querySelectorAll("*")) {
    if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (one.localName === "text" && one.closest("svg")) ofPicture(one);
    const small = one.clientWidth <= 1 || one.clientHeight <= 1; // for screen readers alone, or within a line
    if (!one.closest("svg") && !small) ofBox(one, getComputedStyle(one));
  }
  return found;
}
