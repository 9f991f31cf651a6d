// Scrolls to the end and back, as a reader does: what is loaded only when seen is then seen. The program quiet waits.
(() => {
  const frame = () => new Promise((done) => { requestAnimationFrame(() => done()); });
  globalThis.instrumentScroll = (async () => {
    const step = Math.max(innerHeight * 0.8, document.documentElement.scrollHeight / 8);
    for (let at = 0, steps = 0; at < document.documentElement.scrollHeight && steps < 12; at += step, steps += 1) {
      scrollTo(0, at);
      await frame();
    }
    scrollTo(0, 0);
  })();
  return true;
})()
