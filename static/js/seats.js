// How many seats are left, to the seat: the page itself is kept for everybody and knows it in steps only.
const list = document.querySelector("[data-seats]");
const EVERY = 20_000;

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(list.dataset.seats).catch(() => null);
  if (!answer?.ok) return;
  const fresh = document.createElement("template");
  fresh.innerHTML = await answer.text();
  for (const seat of fresh.content.querySelectorAll("[id]")) replace(document.getElementById(seat.id), seat);
}

// Nothing is taken away from under somebody's fingers: what has the focus stays until it has it no more.
function replace(shown, seat) {
  if (shown && shown.innerHTML !== seat.innerHTML && !shown.contains(document.activeElement)) shown.replaceWith(seat);
}

refresh();
setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);
