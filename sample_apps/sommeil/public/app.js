// The app in the page: each form sends JSON, and the signed-in pages fill themselves. Text is only ever set as text.
import { ask, token } from "./api.js";

const find = (selector) => document.querySelector(selector);
const status = find("[data-status]");
const say = (text, bad = false) => {
  status.textContent = text ?? "";
  status.classList.toggle("bad", bad);
};
let caughtUp = false; // what waits is sent once for each visit
const moment = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
const shown = (text) => (Number.isNaN(Date.parse(text)) ? text : moment.format(new Date(text)));

function fill(table, rows) {
  find(table).replaceChildren(...rows.map((cells) => {
    const row = document.createElement("tr");
    for (const cell of cells) {
      const place = row.appendChild(document.createElement("td"));
      if (cell instanceof Node) place.append(cell);
      else place.textContent = cell;
    }
    return row;
  }));
}

function valuesOf(form) {
  return Object.fromEntries([...form.elements].filter((field) => field.name).map((field) => {
    if (field.type === "checkbox") return [field.name, field.checked];
    return [field.name, field.dataset.number === undefined ? field.value : Number(field.value)];
  }));
}

function onSubmit(selector, path, then) {
  find(selector)?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { right, value } = await ask(path, valuesOf(event.target));
    say(right ? value.message : value.error, !right);
    if (right) then(value, event.target);
  });
}

function askForCode() {
  for (const form of document.querySelectorAll("[data-first]")) form.hidden = true;
  find("#code").hidden = false;
  find("#code input").focus();
}

async function showDiary() {
  const { right, value } = await ask("/api/diary");
  if (!right) return;
  fill("#nights", value.nights.map((one) => [one.date, one.hours, one.quality, one.note, editing(one)]));
  fill("#rates", value.rates.map((one) => [shown(one.takenAt), one.value, find("#rates").dataset[one.state] ?? one.state]));
}

/** A button that asks for another note and keeps it. */
function editing(night) {
  const button = document.createElement("button");
  const { edit, note } = find("#nights").dataset;
  button.textContent = edit;
  button.addEventListener("click", async () => {
    const text = window.prompt(note, night.note);
    if (text === null) return;
    const { right, value } = await ask("/api/diary/nights/correct", { ...night, note: text });
    await showDiary();
    say(right ? value.message : value.error, !right);
  });
  return button;
}

async function showSpace() {
  const { right, value } = await ask("/api/space");
  if (!right) return;
  find("#paired").hidden = !value.paired;
  find("#unpaired").hidden = value.paired;
  find("#waiting").textContent = value.waiting;
  find("#connect [name=csrf]").value = token();
  if (value.message) say(value.message);
  if (value.paired && value.waiting && !caughtUp) await ask("/api/space/sync", {});
  caughtUp = true;
  const { value: diary } = await ask("/api/diary");
  fill("#to-share", diary.rates.filter((one) => one.state !== "sent").map((one) => {
    const button = document.createElement("button");
    button.textContent = find("#to-share").dataset.share;
    button.addEventListener("click", () => act("/api/space/share", { id: one.id }));
    return [shown(one.takenAt), one.value, button];
  }));
}

async function act(path, body = {}) {
  const { right, value } = await ask(path, body);
  if (value.rates) fill("#space-rates", value.rates.map((one) => [shown(one.takenAt), one.value]));
  await showSpace();
  say(right ? value.message : value.error, !right);
}

await ask("/api/session");
onSubmit("#sign-in", "/api/sign-in", askForCode);
onSubmit("#sign-up", "/api/sign-up", askForCode);
onSubmit("#code", "/api/sign-in/code", (value) => location.assign(value.next));
onSubmit("#night", "/api/diary/nights", showDiary);
onSubmit("#rate", "/api/diary/rates", showDiary);
find("#sign-out")?.addEventListener("click", async () => {
  const { value } = await ask("/api/sign-out", {});
  location.assign(value.next ?? "/");
});
find("#close")?.addEventListener("click", async ({ target }) => {
  if (!window.confirm(target.dataset.sure)) return;
  const { value } = await ask("/api/account/close", {});
  location.assign(value.next ?? "/");
});
for (const [selector, path] of [["#withdraw", "/api/account/withdraw"], ["#agree", "/api/account/agree"]]) {
  find(selector)?.addEventListener("click", async () => {
    const { right, value } = await ask(path, {});
    say(right ? value.message : value.error, !right);
  });
}
for (const button of document.querySelectorAll("[data-act]")) button.addEventListener("click", () => act(button.dataset.act));
if (find("#nights")) await showDiary();
if (find("#paired")) await showSpace();
