// The coordinator's board: a tap is noted without leaving the page, and the board comes anew every so many seconds.
// <div id="board" data-every="30"> holds forms <form data-taps>; what was unfolded stays so. Without this file every
// tap is a form of its own, and answered with a page.

const board = document.getElementById("board");
const said = document.getElementById("day-said");
let isBusy = false;

async function page(address, options) {
  const response = await fetch(address, { ...options, cache: "no-store", signal: AbortSignal.timeout(20_000) });
  if (response.redirected && !response.url.includes("/volunteer/day/")) {
    location.reload(); // signed out meanwhile: the sign-in leads back here
  }
  const found = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("board");
  if (!found) throw new Error("no board");
  return found;
}

// Puts the new board in the place of the old one: what was unfolded stays so, what is being typed is left alone.
function show(fresh) {
  const folded = new Map([...board.querySelectorAll("details[id]")].map(({ id, open }) => [id, open]));
  for (const part of fresh.querySelectorAll("details[id]")) part.open = folded.get(part.id) ?? part.open;
  board.replaceChildren(...fresh.childNodes);
}

async function tap(event) {
  const { submitter, target: form } = event;
  if (!form.matches("[data-taps]") || !submitter) return;
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  submitter.setAttribute("aria-disabled", "true");
  const who = submitter.closest("[id]").id;
  try {
    show(await page(form.action, { method: "POST", body: new FormData(form, submitter) }));
    tell(who);
  } catch {
    submitter.removeAttribute("aria-disabled");
    said.textContent = said.dataset.failed;
  } finally {
    isBusy = false;
  }
}

// Says how somebody stands now, and leaves the keyboard with them.
function tell(who) {
  const line = document.getElementById(who);
  const refusal = board.querySelector('[role="alert"]');
  said.textContent = "";
  if (refusal) refusal.scrollIntoView({ block: "nearest" });
  if (!line) return;
  const name = line.querySelector(".day-name");
  if (!refusal) said.textContent = `${name.textContent.trim()}: ${line.querySelector(".badge").textContent.trim()}`;
  name.focus({ preventScroll: Boolean(refusal) });
}

const isTyping = () => document.activeElement?.matches("input, select, textarea");

async function renew() {
  if (document.hidden || isBusy || isTyping()) return;
  const focused = document.activeElement?.closest("[id]")?.id;
  const fresh = await page(location.pathname + location.search).catch(() => null);
  if (!fresh || isBusy || isTyping()) return;
  const had = board.contains(document.activeElement);
  show(fresh);
  if (had && focused) document.getElementById(focused)?.querySelector(".day-name, summary, a")?.focus({ preventScroll: true });
}

if (board) {
  document.addEventListener("submit", tap);
  if (board.dataset.every) setInterval(renew, Number(board.dataset.every) * 1000);
}
