// Somebody without a registration, in one screen: name, phone, how many, whether there is a seat, in.

import { freeIn } from "./numbers.js";
import { walkIn } from "./scanning.js";
import { news, state } from "./sending.js";
import { say } from "./words.js";

const panel = document.getElementById("walk-in");
const form = panel.querySelector("form");
const { session, name, phone } = form.elements;
const number = panel.querySelector("output");
const seats = panel.querySelector("[data-seats]");
const less = panel.querySelector("[data-less]");
let size = 1;
let isSending = false;

async function paint() {
  number.textContent = size;
  less.disabled = size <= 1;
  const free = await freeIn(session.value);
  const enough = free == null || free >= size;
  seats.textContent = free == null ? say("no-limit") : say(enough ? "seats-free" : "seats-few", { free });
  seats.className = `badge badge-${enough ? "good" : "bad"}`;
}

async function send(event) {
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  try {
    // With a network the server knows best; the last figures are for when it cannot be asked.
    const guest = { session: session.value, name: name.value.trim(), phone: phone.value.trim(), size };
    if (await walkIn({ ...guest, free: await freeIn(session.value) })) clear();
  } finally {
    isSending = false;
    paint();
  }
}

function clear() {
  name.value = phone.value = "";
  size = 1;
}

export function begin() {
  less.addEventListener("click", () => { size = Math.max(1, size - 1); paint(); });
  panel.querySelector("[data-more]").addEventListener("click", () => { size = Math.min(50, size + 1); paint(); });
  form.addEventListener("submit", send);
  session.addEventListener("change", paint);
  news.addEventListener("figures", paint);
  news.addEventListener("change", () => state.isOnline || paint());
  return paint();
}
