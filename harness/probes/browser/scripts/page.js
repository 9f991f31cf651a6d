// What a person sees of this document, and its forms. Runs in a world of its own, which no script of the page reaches.
(() => {
  const LINKS = 500, FORMS = 40, FIELDS = 120, TEXT = 200000;
  const squeeze = (text, most) => String(text || "").replace(/\s+/g, " ").trim().slice(0, most);
  const shown = (element) => element.checkVisibility
    ? element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) : true;
  const roots = [document];
  const within = (root, selector) => [...root.querySelectorAll(selector)];
  const deep = (selector) => {
    const found = [];
    const visit = (root) => {
      found.push(...within(root, selector));
      for (const one of root.querySelectorAll("*")) if (one.shadowRoot && found.length < 5000) visit(one.shadowRoot);
    };
    for (const root of roots) visit(root);
    return found;
  };
  const named = (element) => {
    const by = element.getAttribute("aria-labelledby");
    if (by) {
      const texts = by.split(/\s+/).map((id) => element.getRootNode().getElementById(id)).filter(Boolean);
      if (texts.length) return squeeze(texts.map((one) => one.textContent).join(" "), 300);
    }
    const direct = element.getAttribute("aria-label");
    if (direct && direct.trim()) return squeeze(direct, 300);
    if (element.labels && element.labels.length) {
      return squeeze([...element.labels].map((one) => one.innerText || one.textContent).join(" "), 300);
    }
    return squeeze(element.placeholder || element.title || "", 300);
  };
  const field = (element) => {
    const type = (element.type || element.localName).toLowerCase();
    const kept = !["password", "hidden", "file"].includes(type);
    return {
      name: squeeze(element.name || element.id, 200), type, label: named(element),
      required: Boolean(element.required) || element.getAttribute("aria-required") === "true",
      checked: Boolean(element.checked),
      default: kept && !["checkbox", "radio"].includes(type) ? squeeze(element.value, 300) : "",
      autocomplete: squeeze(element.getAttribute("autocomplete"), 60), visible: shown(element),
      options: element.localName === "select"
        ? [...element.options].slice(0, 50).map((one) => squeeze(one.text, 100)) : [],
    };
  };
  const BUTTONS = "button,input[type=submit],input[type=image],input[type=button]";
  const form = (element, fields, buttons, text) => ({
    action: element ? String(element.getAttribute("action") === null ? document.URL : element.action).slice(0, 4096) : "",
    method: element ? String(element.method || "get").toUpperCase() : "GET",
    fields: fields.slice(0, FIELDS).map(field),
    submits: buttons.slice(0, 20).map((one) => squeeze(one.innerText || one.value || named(one), 200)), text,
  });
  const controls = deep("input,select,textarea").filter(
    (one) => !["submit", "image", "button", "reset"].includes(one.type));
  const forms = deep("form").slice(0, FORMS).map((one) => form(one,
    controls.filter((control) => control.form === one),
    deep(BUTTONS).filter((button) => button.form === one && button.type !== "reset"),
    squeeze(one.innerText, 2000)));
  const loose = controls.filter((one) => !one.form && shown(one));
  if (loose.length) forms.push(form(null, loose, [], ""));
  const links = deep("a[href],area[href]").slice(0, LINKS).map((one) => ({
    url: String(one.href instanceof Object ? one.href.baseVal : one.href).slice(0, 4096),
    text: squeeze(one.innerText || one.getAttribute("aria-label") || (one.querySelector("img") || {}).alt, 300),
    visible: shown(one),
  }));
  return {
    title: squeeze(document.title, 500), lang: squeeze(document.documentElement.lang, 40),
    text: squeeze(document.body ? document.body.innerText : "", TEXT), links, forms,
    frames: deep("iframe,frame").slice(0, 50).map((one) => String(one.src || "").slice(0, 4096)),
    height: document.documentElement.scrollHeight,
  };
})()
