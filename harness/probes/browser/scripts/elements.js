// The controls of this document with their names, and selectors that lead to each alone.
(most) => {
  const squeeze = (text) => String(text || "").replace(/\s+/g, " ").trim().slice(0, 120);
  const found = [];
  const alone = (root, css) => { try { return root.querySelectorAll(css).length === 1; } catch { return false; } };
  const path = (root, one) => {
    const parts = [];
    for (let at = one; at && at.parentElement && parts.length < 6; at = at.parentElement) {
      const same = [...at.parentElement.children].filter((other) => other.localName === at.localName);
      parts.unshift(at.localName + (same.length > 1 ? `:nth-of-type(${same.indexOf(at) + 1})` : ""));
      if (alone(root, parts.join(" > "))) break;
    }
    return parts.join(" > ");
  };
  const visit = (root) => {
    for (const one of root.querySelectorAll("button,a[href],input,select,textarea,summary,[role=button],[onclick]")) {
      if (found.length >= most) return;
      if (one.type === "hidden") continue;
      const pressed = ["submit", "button", "image"].includes(one.type);
      const label = one.labels && one.labels.length ? one.labels[0].innerText : "";
      const name = squeeze(one.getAttribute("aria-label") || label || one.innerText || one.placeholder || (pressed && one.value) || one.title);
      const ways = [one.id && `#${CSS.escape(one.id)}`, one.name && `${one.localName}[name="${CSS.escape(one.name)}"]`, path(root, one)]
        .filter((css) => css && alone(root, css));
      if (name) ways.unshift(`aria/${name}`);
      found.push({ name, tag: one.localName, selectors: ways.slice(0, 3) });
    }
    for (const one of root.querySelectorAll("*")) if (one.shadowRoot && found.length < most) visit(one.shadowRoot);
  };
  visit(document);
  return found;
}
