// Every control that can be pressed in this document, open shadow roots and same-origin frames included, by number.
// The elements stay in our world for the programs that come after.
(most) => {
  const squeeze = (text, length) => String(text || "").replace(/\s+/g, " ").trim().slice(0, length);
  const found = [];
  const PRESSED = "button,a[href],a[role],input[type=submit],input[type=button],input[type=checkbox],input[type=radio]," +
    "[role=button],[role=link],[role=switch],[role=checkbox],[role=menuitem],summary,[onclick]";
  const visit = (root) => {
    for (const one of root.querySelectorAll(PRESSED)) if (found.length < most) found.push(one);
    for (const one of root.querySelectorAll("*")) {
      if (found.length >= most) return;
      if (one.shadowRoot) visit(one.shadowRoot);
      if (one.localName === "iframe") {
        let inner = null;
        try { inner = one.contentDocument; } catch { inner = null; }
        if (inner) visit(inner);
      }
    }
  };
  visit(document);
  globalThis.instrumentControls = found;
  const name = (one) => {
    const by = one.getAttribute("aria-labelledby");
    if (by) {
      const told = by.split(/\s+/).map((id) => one.getRootNode().getElementById(id)).filter(Boolean);
      if (told.length) return squeeze(told.map((part) => part.textContent).join(" "), 200);
    }
    const labels = one.labels && one.labels.length ? [...one.labels].map((label) => label.innerText).join(" ") : "";
    return squeeze(one.getAttribute("aria-label") || one.innerText || labels || one.value || one.title ||
      (one.querySelector("img,svg title") || {}).alt || one.textContent, 200);
  };
  return found.map((one, number) => ({
    number, text: name(one), tag: one.localName,
    box: one.type === "checkbox" || one.type === "radio" || ["switch", "checkbox"].includes(one.getAttribute("role")),
    visible: one.checkVisibility ? one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) : true,
  }));
}
