// Tells what is wrong with a page as it goes to paper, whose `sheet` has a width and a height within its margins.
(sheet) => {
  "use strict";
  const [width, height] = sheet;
  const found = new Set();
  const words = (one) => {
    const text = (one.textContent || "").trim().replace(/\s+/g, " ").slice(0, 50);
    return `<${one.localName}${one.id ? `#${one.id}` : ""}> ${text}`;
  };
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) =>
    one.checkVisibility() && one.getBoundingClientRect().height > 0);

  for (const one of shown("nav:not(main nav), .skip, button, input, select, form")) {
    found.add(`stands on paper: ${words(one)}`);
  }
  for (const row of shown("tr")) {
    if (!getComputedStyle(row).breakInside.startsWith("avoid")) found.add(`a row may be cut: ${words(row)}`);
    if (row.getBoundingClientRect().height > height) found.add(`a row is taller than a sheet: ${words(row)}`);
  }
  const wide = document.documentElement.scrollWidth;
  if (wide > width + 1) found.add(`wider than a sheet: ${wide} px`);
  for (const one of shown("body *")) {
    const visible = getComputedStyle(one).overflowX === "visible";
    if (!visible && !one.closest("svg") && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1) {
      found.add(`cut at its side: ${words(one)}`);
    }
  }
  return [...found];
}
