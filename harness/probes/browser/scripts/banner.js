// The smallest part of the page that holds most of the answers (controls by number) and speaks of what is asked.
(numbers, topic) => {
  const squeeze = (text, length) => String(text || "").replace(/\s+/g, " ").trim().slice(0, length);
  const plain = (text) => squeeze(text, 20000).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const speaks = new RegExp(topic);
  const controls = globalThis.instrumentControls || [];
  const parent = (one) => one.parentElement || (one.getRootNode() instanceof ShadowRoot ? one.getRootNode().host : null) ||
    (one.ownerDocument.defaultView && one.ownerDocument.defaultView.frameElement);
  const within = (outer, inner) => {
    for (let one = inner; one; one = parent(one)) if (one === outer) return true;
    return false;
  };
  const told = (one) => plain(one.localName === "iframe" ? one.contentDocument.body.innerText : one.innerText || one.textContent);
  const part = (control) => {
    for (let one = parent(control), steps = 0; one && steps < 14; one = parent(one), steps += 1) {
      if (one === document.body || one === document.documentElement) return null;
      if (speaks.test(told(one))) return one;
    }
    return null;
  };
  const answers = numbers.map((number) => controls[number]).filter(Boolean);
  const parts = [...new Set(answers.map(part).filter(Boolean))]
    .map((one) => ({ one, held: answers.filter((answer) => within(one, answer)).length }));
  const best = parts.filter((a) => parts.every((b) => b.held <= a.held)).map(({ one }) => one);
  const chosen = best.find((a) => best.every((b) => within(b, a))) || best[0];
  if (!chosen) return null;
  const number = (text) => Number.parseFloat(text) || 0;
  const colour = (text) => {
    const parts = (text.match(/[\d.]+/g) || []).map(Number);
    return parts.length < 3 ? null : { r: parts[0], g: parts[1], b: parts[2], a: parts.length > 3 ? parts[3] : 1 };
  };
  const over = (top, below) => ({
    r: top.r * top.a + below.r * (1 - top.a), g: top.g * top.a + below.g * (1 - top.a),
    b: top.b * top.a + below.b * (1 - top.a), a: 1,
  });
  const behind = (one) => {
    const layers = [];
    for (let at = one; at; at = parent(at)) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      const found = colour(style.backgroundColor);
      if (found && found.a > 0) layers.push(found);
      if (found && found.a === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
  };
  const light = (one) => {
    const [r, g, b] = [one.r, one.g, one.b].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const written = (one) => one ? `rgb(${Math.round(one.r)}, ${Math.round(one.g)}, ${Math.round(one.b)})` : "";
  const control = (one, place) => {
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const below = behind(one);
    const text = colour(style.color);
    const front = text && below ? over(text, below) : null;
    const both = front && below ? [light(front), light(below)].sort((a, b) => b - a) : null;
    return {
      number: place, order: place, tag: one.localName, width: box.width, height: box.height,
      font_size: number(style.fontSize), font_weight: Math.round(number(style.fontWeight)) || 400,
      contrast: both ? Math.round((both[0] + 0.05) / (both[1] + 0.05) * 100) / 100 : 0,
      color: written(front), background: written(below),
      checked: Boolean(one.checked) || one.getAttribute("aria-checked") === "true",
      disabled: Boolean(one.disabled) || one.getAttribute("aria-disabled") === "true",
    };
  };
  const box = chosen.getBoundingClientRect();
  const wide = Math.max(0, Math.min(box.right, innerWidth) - Math.max(box.left, 0));
  const high = Math.max(0, Math.min(box.bottom, innerHeight) - Math.max(box.top, 0));
  const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 3);
  const behindAll = document.body && middle && !within(chosen, middle) && chosen.getAttribute("aria-modal") !== "true" &&
    !(chosen.localName === "dialog" && chosen.matches(":modal"));
  return {
    text: squeeze(chosen.innerText || chosen.textContent || "", 4000),
    covers: wide * high / (innerWidth * innerHeight), modal: !behindAll,
    controls: controls.map((one, place) => within(chosen, one) ? control(one, place) : null).filter(Boolean),
  };
}
