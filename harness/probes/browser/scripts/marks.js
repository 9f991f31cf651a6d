// What stands of each marker in this document, open shadow roots included. An address that is one of our calls is pressed.
(call, names) => {
  const roots = [];
  const gather = (root) => {
    roots.push(root);
    for (const one of root.querySelectorAll("*")) if (one.shadowRoot && roots.length < 200) gather(one.shadowRoot);
  };
  gather(document);
  const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  const ADDRESSES = ["href", "src", "action", "formaction", "data"];
  const runs = (value) => value.trim().toLowerCase().startsWith("javascript:" + call + "(");
  const links = all("[href],[src],[action],[formaction],[data]")
    .filter((one) => ADDRESSES.some((name) => runs(one.getAttribute(name) || "")));
  const text = roots.map((root) => root === document ? document.documentElement.textContent : root.textContent)
    .concat(all("input,textarea").map((one) => one.value || "")).join("\n");
  const calls = (one) => [...one.attributes].some(({ name, value }) => name.startsWith("on") && value.includes(call))
    || ADDRESSES.some((name) => runs(one.getAttribute(name) || "")) || (one.localName === "script" && one.text.includes(call));
  const tag = (one) => one.cloneNode(false).outerHTML.slice(0, 200);
  const around = (one) => (one.parentElement ? "<" + one.parentElement.localName + "> " : "") + tag(one);
  const found = [];
  for (const name of names) {
    const elements = all(name);
    const attributes = all("[" + name + "]");
    const addresses = links.filter((one) => tag(one).includes(name));
    const stood = [["element", elements], ["attribute", attributes], ["address", addresses]]
      .filter(([, held]) => held.length);
    const near = elements.map((one) => one.parentElement || one).concat(attributes);
    const armed = Boolean(addresses.length) || near.some((one) => [one, ...one.querySelectorAll("*")].some(calls));
    const shown = Boolean(stood.length) || text.includes(name);
    if (shown) found.push({
      marker: name, stood: stood.map(([what]) => what), armed, shown,
      around: stood.length ? around(stood[0][1][0]) : "",
    });
  }
  for (const one of links.slice(0, 20)) if (typeof one.click === "function") one.click();
  return {
    found, pressed: links.length, scripts: document.scripts.length,
    password: Boolean(document.querySelector("input[type=password]")),
  };
}
