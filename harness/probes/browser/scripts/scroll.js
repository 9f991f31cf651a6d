// Scrolls to the end and back, as a reader does: what is loaded only when seen is then seen.
(async () => {
  const frame = () => new Promise((done) => { requestAnimationFrame(() => done()); });
  const step = Math.max(200, innerHeight * 0.8);
  for (let at = 0, steps = 0; at < document.documentElement.scrollHeight && steps < 30; at += step, steps += 1) {
    scrollTo(0, at);
    await frame();
  }
  scrollTo(0, 0);
  await frame();
  return true;
})()
