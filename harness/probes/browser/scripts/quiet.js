// Resolves when nothing was loaded or changed for a while: true; false at the end of its time.
async (quiet, most) => {
  if (!globalThis.instrumentQuiet) {
    const state = { last: performance.now() };
    const stir = () => { state.last = performance.now(); };
    new PerformanceObserver(stir).observe({ type: "resource" });
    new MutationObserver(stir).observe(document, { subtree: true, childList: true, attributes: true });
    globalThis.instrumentQuiet = state;
  }
  const state = globalThis.instrumentQuiet;
  await globalThis.instrumentScroll;
  const end = performance.now() + most;
  return new Promise((done) => {
    const look = () => {
      const now = performance.now();
      if (now - state.last >= quiet) done(true);
      else if (now >= end) done(false);
      else setTimeout(look, Math.min(quiet - (now - state.last), end - now) + 1);
    };
    look();
  });
}
