// Where a control (by its number) can be pressed: the middle of it once it is in view, in the page's coordinates.
(number) => {
  const one = (globalThis.instrumentControls || [])[number];
  if (!one || !one.isConnected) return null;
  one.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  const shown = one.labels && one.labels.length && one.getBoundingClientRect().width < 2 ? one.labels[0] : one;
  const box = shown.getBoundingClientRect();
  if (!box.width || !box.height) return null;
  let x = box.left + box.width / 2, y = box.top + box.height / 2;
  for (let view = one.ownerDocument.defaultView; view && view.frameElement; view = view.parent) {
    const outer = view.frameElement.getBoundingClientRect();
    x += outer.left;
    y += outer.top;
  }
  return { x, y };
}
