// Brought into a page before its own scripts: how long it answers nothing, and how long until something stands drawn.
(() => {
  "use strict";

  const BEAT = 10; // milliseconds between two looks at the clock
  let longest = 0, last = 0;

  function beat() {
    const now = performance.now();
    longest = Math.max(longest, now - last - BEAT);
    last = now;
    setTimeout(beat, BEAT);
  }

  const frame = () => new Promise((done) => requestAnimationFrame(done));

  // Milliseconds from `act` until `drawn` holds and the browser had time to paint it.
  async function time(act, drawn) {
    longest = 0;
    last = performance.now();
    const start = last;
    act();
    while (!drawn()) await frame();
    await frame();
    await frame();
    return performance.now() - start;
  }

  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) longest = Math.max(longest, task.duration);
  }).observe({ type: "longtask" });
  last = performance.now();
  beat();
  window.watch = { time: time, longest: () => longest };
})();
