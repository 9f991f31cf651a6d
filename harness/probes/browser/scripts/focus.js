// Which element has the keyboard's focus: a selector to read, a number to compare, and how many could have it.
(() => {
  let element = document.activeElement;
  while (element && element.shadowRoot && element.shadowRoot.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element === document.body || element === document.documentElement) return { at: -1, name: "", most: 0, holds_more: false };
  const root = element.getRootNode();
  const every = [...root.querySelectorAll("*")];
  const open = "a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select:not([disabled]), textarea:not([disabled]), [tabindex]";
  const id = element.id ? `#${element.id}` : "";
  const name = element.getAttribute("name");
  return {
    at: every.indexOf(element),
    name: `${element.localName}${id}${name ? `[name="${name}"]` : ""}`.slice(0, 200),
    holds_more: /^(iframe|frame|object|embed|video|audio)$|-/.test(element.localName),
    most: document.querySelectorAll(open).length,
  };
})()
