// What a script may do besides the work of the app: each by its name (see ../faults.yaml), none in the sound app.
const act = new URL(import.meta.url).searchParams.get("do");
const ELSEWHERE = "https://mesures.partenaire.example/lu";

const onNight = (then) => document.querySelector("#night")?.addEventListener("submit", ({ target }) => then(target.elements.note.value));

const onRates = (then) => {
  const rows = document.querySelector("#space-rates");
  const read = () => [...rows.querySelectorAll("td")].map((cell) => cell.textContent);
  if (rows) new MutationObserver(() => { if (rows.children.length) then(read()); }).observe(rows, { childList: true });
};

const ACTS = {
  note_in_script_address: () => onNight((note) => fetch(`/api/diary?recherche=${encodeURIComponent(note)}`)),
  number_in_script_address: () => onNight(() => fetch(`/api/diary?_=${Date.now()}`)),
  rates_to_partner: () => onRates((cells) => fetch(ELSEWHERE, { method: "POST", mode: "no-cors", body: cells.join(";") })),
  rates_to_own_server: () => onRates((cells) => fetch("/api/session?lues", { method: "POST", body: JSON.stringify({ cells }) })),
};
ACTS[act]?.();
