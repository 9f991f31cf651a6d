// Live exchanges: the server sends ready, escaped HTML; nothing from a candidate is ever run (CSP: scripts from here only).
const cards = document.getElementById("cards");
const state = document.getElementById("state");
const live = document.getElementById("live");
const none = document.getElementById("none");
const MOST = 120;

function parsed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}

function show(key, on) {
  live.hidden = false;
  live.textContent = live.dataset[key];
  live.classList.toggle("good", on);
  live.classList.toggle("wrong", !on);
}

const source = new EventSource(cards.dataset.events);
source.addEventListener("open", () => show("live", true));
source.addEventListener("error", () => show("lost", false));
source.addEventListener("state", (told) => state.replaceChildren(parsed(told.data)));
source.addEventListener("exchange", (told) => {
  const card = parsed(told.data);
  const place = card.firstElementChild.dataset.place;
  if (cards.querySelector(`[data-place="${Number(place)}"]`)) return;
  none.hidden = true;
  cards.prepend(card);
  while (cards.children.length > MOST) cards.lastElementChild.remove();
});
addEventListener("pagehide", () => source.close());
