// What this origin keeps on the machine. Runs in a world of its own.
(async () => {
  const MOST = 200, LONG = 4096;
  const found = [];
  const UNREAD = LONG + 1;
  const bytes = (held) => new TextDecoder().decode(ArrayBuffer.isView(held) ? held.buffer : held);
  let unread = false;
  const plain = (_name, held) => {
    if (held instanceof ArrayBuffer || ArrayBuffer.isView(held)) return bytes(held);
    if (held instanceof Blob) { unread = true; return "[Blob]"; }
    if (held instanceof Map || held instanceof Set) return [...held];
    return typeof held === "bigint" ? String(held) : held;
  };
  const add = (area, key, value, size = 0) => {
    unread = false;
    const text = typeof value === "string" ? value : (() => { try { return JSON.stringify(value, plain) || ""; } catch { unread = true; return "?"; } })();
    if (found.length < MOST) {
      found.push({ area, key: String(key).slice(0, 1000), value: text.slice(0, LONG), size: Math.max(size, text.length, unread ? UNREAD : 0) });
    }
  };
  for (const [area, held] of [["local", () => localStorage], ["session", () => sessionStorage]]) {
    try {
      const store = held();
      for (let place = 0; place < Math.min(store.length, MOST); place += 1) add(area, store.key(place), store.getItem(store.key(place)));
    } catch { /* this document has no storage */ }
  }
  const asked = (request) => new Promise((done) => {
    request.onsuccess = () => done(request.result);
    request.onerror = request.onblocked = () => done(null);
  });
  try {
    for (const { name } of (await indexedDB.databases()).slice(0, 10)) {
      const base = await asked(indexedDB.open(name));
      if (!base) continue;
      for (const store of [...base.objectStoreNames].slice(0, 10)) {
        const read = base.transaction(store, "readonly").objectStore(store);
        const keys = await asked(read.getAllKeys(null, 20)) || [];
        const values = await asked(base.transaction(store, "readonly").objectStore(store).getAll(null, 20)) || [];
        if (!keys.length) add("indexeddb", `${name}/${store}`, "");
        const count = await asked(base.transaction(store, "readonly").objectStore(store).count()) || 0;
        if (count > keys.length) add("indexeddb", `${name}/${store}/*`, "", UNREAD);
        keys.forEach((key, place) => add("indexeddb", `${name}/${store}/${String(key).slice(0, 200)}`, values[place]));
      }
      base.close();
    }
  } catch { /* none here */ }
  try {
    for (const name of (await caches.keys()).slice(0, 10)) {
      const cache = await caches.open(name);
      const requests = await cache.keys();
      if (requests.length > 40) add("cache", `${name}/*`, "", UNREAD);
      for (const request of requests.slice(0, 40)) {
        const answer = await cache.match(request);
        const text = answer && /text|json|xml|fhir/.test(answer.headers.get("content-type") || "") ? await answer.text() : "";
        add("cache", `${name}/${request.url}`, text, answer && !text ? 0 : text.length);
      }
    }
  } catch { /* none here */ }
  return { origin: location.origin, found };
})()
