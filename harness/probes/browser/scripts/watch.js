// Counts the calls by which scripts tell one machine from another. Runs before any script of the page.
(() => {
  const counts = new Map();
  const key = Symbol.for("probant.watch");
  if (window[key]) return;
  Object.defineProperty(window, key, { value: () => [...counts.values()], enumerable: false });
  const where = () => {
    const lines = String(new Error().stack || "").split("\n").slice(3);
    const found = lines.map((line) => /(https?:\/\/[^\s)]+?):\d+:\d+\)?$/.exec(line)).find(Boolean);
    return found ? found[1].slice(0, 2000) : "";
  };
  const seen = (api) => {
    const script = where();
    const name = api + " " + script;
    if (counts.size > 200 && !counts.has(name)) return;
    const one = counts.get(name) || { api, script, count: 0 };
    one.count += 1;
    counts.set(name, one);
  };
  const method = (owner, name, api) => {
    const known = owner && owner.prototype && owner.prototype[name];
    if (typeof known !== "function") return;
    owner.prototype[name] = new Proxy(known, {
      apply(target, self, given) { seen(api); return Reflect.apply(target, self, given); },
    });
  };
  const getter = (owner, name, api) => {
    const known = owner && owner.prototype && Object.getOwnPropertyDescriptor(owner.prototype, name);
    if (!known || !known.get) return;
    const get = new Proxy(known.get, {
      apply(target, self, given) { seen(api); return Reflect.apply(target, self, given); },
    });
    Object.defineProperty(owner.prototype, name, { ...known, get });
  };
  method(window.HTMLCanvasElement, "toDataURL", "canvas");
  method(window.HTMLCanvasElement, "toBlob", "canvas");
  method(window.CanvasRenderingContext2D, "getImageData", "canvas");
  method(window.CanvasRenderingContext2D, "measureText", "fonts");
  method(window.WebGLRenderingContext, "getParameter", "webgl");
  method(window.WebGL2RenderingContext, "getParameter", "webgl");
  method(window.AudioBuffer, "getChannelData", "audio");
  method(window.OfflineAudioContext, "startRendering", "audio");
  method(window.BatteryManager, "getBattery", "battery");
  getter(window.Navigator, "webdriver", "webdriver");
  getter(window.Navigator, "plugins", "plugins");
  getter(window.Navigator, "hardwareConcurrency", "hardware");
  getter(window.Navigator, "deviceMemory", "hardware");
})();
