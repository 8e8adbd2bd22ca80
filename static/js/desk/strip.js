// The strip at the top that always says how things are: network, how many scans wait, how old the list is.

import { news, state } from "./sending.js";
import { clock, minutes, say } from "./words.js";

const strip = document.getElementById("strip");
const [network, queue, list] = ["network", "queue", "list"].map((name) => strip.querySelector(`[data-${name}]`));
const again = document.getElementById("sign-in-again");
const said = document.getElementById("said");
const OLD = 15 * 60_000;
let before = { ...state };

function put(chip, text, tone) {
  chip.className = `desk-chip chip-${tone}`;
  const words = chip.querySelector("span");
  if (words.textContent !== text) words.textContent = text;
}

function listWords() {
  if (!state.takenAt) return [say("no-list"), "warn"];
  const age = Date.now() - state.takenAt;
  const text = age < 60_000 ? say("list-new") : say("list-of", { time: clock(state.takenAt), age: minutes(age) });
  return [text, age > OLD ? "warn" : "good"];
}

function paint() {
  put(network, say(state.isOnline ? "online" : "offline"), state.isOnline ? "good" : "warn");
  const wrong = state.stuck ? ` · ${say("stuck-count", { count: state.stuck })}` : "";
  put(queue, say("waiting-count", { count: state.waiting }) + wrong, state.stuck ? "bad" : state.waiting ? "warn" : "good");
  put(list, ...listWords());
  again.hidden = !state.isSignedOut;
  announce();
}

// Only what changes the work is read out, not every minute of the list's age.
function announce() {
  const news = [];
  if (state.isOnline !== before.isOnline) news.push(say(state.isOnline ? "online" : "offline"));
  if (state.isSignedOut && !before.isSignedOut) news.push(again.textContent.trim());
  if (!state.waiting && before.waiting > 1) news.push(say("all-sent"));
  if (news.length) said.textContent = news.join(". ");
  before = { ...state };
}

export function bindStrip() {
  news.addEventListener("change", paint);
  setInterval(paint, 10_000);
  paint();
}
