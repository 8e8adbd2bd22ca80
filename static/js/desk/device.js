// What belongs to this device alone: the page kept for when there is no network, signing out, forgetting everything.

import { confirm } from "./screen.js";
import { state, recount } from "./sending.js";
import { wipe } from "./store.js";
import { say } from "./words.js";

const menu = document.getElementById("menu");
const ready = document.querySelector("[data-ready]");
const CACHE = "desk"; // templates/desk/sw.js keeps the page and its files there

// Asks the service worker to keep this page, and says when it has.
export async function keepPage() {
  if (!navigator.serviceWorker) {
    ready.textContent = say("not-ready-insecure");
    return;
  }
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ desk: location.href.replace(/#.*/, "") });
  for (let tries = 0; tries < 30; tries += 1) {
    if (await caches.match(location.href, { cacheName: CACHE })) {
      ready.textContent = say("ready");
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

export const forgetPage = () => window.caches?.delete(CACHE);

async function forget(config) {
  await recount();
  const lost = state.waiting + state.stuck;
  const text = lost ? say("forget-lost", { count: lost }) : say("forget-more");
  if (!(await confirm({ title: say("forget"), text, yes: say("forget-yes") }))) return;
  await wipe({ all: true });
  await forgetPage();
  location.assign(config.choose);
}

// The list goes with whoever signs out; what was not sent stays until somebody signs in on this device again.
async function signOut(event, send) {
  event.preventDefault();
  const form = event.target;
  await send();
  const isSure = !state.waiting || (await confirm({ title: say("sign-out"), text: say("sign-out-waiting", { count: state.waiting }), yes: say("sign-out") }));
  if (!isSure) return;
  await wipe();
  await forgetPage();
  form.submit();
}

export function bindMenu(config, { send, renew }) {
  menu.querySelector("[data-forget]").addEventListener("click", () => { menu.hidePopover(); forget(config); });
  menu.querySelector("[data-renew]").addEventListener("click", () => { menu.hidePopover(); send().then(renew); });
  menu.querySelector("form")?.addEventListener("submit", (event) => { menu.hidePopover(); signOut(event, send); });
}
