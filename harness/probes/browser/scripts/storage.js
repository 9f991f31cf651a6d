// What this origin keeps on the machine. Runs in a world of its own.
(async () => {
  const MOST = 200, LONG = 4096;
  const found = [];
  const add = (area, key, value) => {
    const text = typeof value === "string" ? value : (() => { try { return JSON.stringify(value) || ""; } catch { return "?"; } })();
    if (found.length < MOST) found.push({ area, key: String(key).slice(0, 1000), value: text.slice(0, LONG), size: text.length });
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
        keys.forEach((key, place) => add("indexeddb", `${name}/${store}/${String(key).slice(0, 200)}`, values[place]));
      }
      base.close();
    }
  } catch { /* none here */ }
  try {
    for (const name of (await caches.keys()).slice(0, 10)) {
      for (const request of (await (await caches.open(name)).keys()).slice(0, 40)) add("cache", `${name}/${request.url}`, "");
    }
  } catch { /* none here */ }
  return { origin: location.origin, found };
})()
