// The desk

// Its page, which holds nobody's name, is kept on a device where it was opened, with its files: at the door it opens
// without a network too. The list that static/js/desk/store.js keeps beside it goes at sign-out and after the edition.

const DESK = "desk";
const DESK_PAGE = /^(\/en)?\/desk\/at\/$/;
const DESK_DOOR = /^(\/en)?\/desk\/$/;
const DESK_END = /^(\/en)?\/(desk\/sign-out|admin\/logout)\/$/;

const isDesk = ({ mode }, pathname) => mode === "navigate" && (DESK_PAGE.test(pathname) || DESK_DOOR.test(pathname));
const endsDesk = ({ method }, pathname) => method === "POST" && DESK_END.test(pathname);
const isDeskPage = ({ url }) => DESK_PAGE.test(new URL(url).pathname);

// caches.open() would make one on every visitor's device.
const deskCache = async () => ((await caches.has(DESK)) ? caches.open(DESK) : undefined);
const deskFile = async (request) => (await deskCache())?.match(request, { ignoreVary: true });

async function desk(event, address) {
  const { pathname } = new URL(address);
  const fresh = fetch(event.request);
  event.waitUntil(fresh.then((answer) => saveDesk(address, answer.clone())).catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([fresh, late]).catch(() => undefined);
  if (answer && answer.status < 500) return answer;
  const saved = await savedDesk(address, pathname);
  return saved ?? fresh.catch(() => offlinePage(pathname));
}

// The page itself; from the door, where sessions are chosen, the last desk that was opened here.
async function savedDesk(address, pathname) {
  const cache = await deskCache();
  if (!cache) return undefined;
  const found = DESK_PAGE.test(pathname) && (await cache.match(address, { ignoreVary: true }));
  if (found) return found;
  const [last] = (await cache.keys()).filter(isDeskPage).reverse();
  return last && Response.redirect(last.url);
}

async function saveDesk(address, answer) {
  const cache = await deskCache();
  if (!cache || !answer.ok || answer.type !== "basic" || answer.redirected || !DESK_PAGE.test(new URL(address).pathname)) return;
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  await cache.delete(address); // the last one opened stands last
  await cache.put(address, new Response(await answer.blob(), { headers }));
}

async function keepDesk(address) {
  if (new URL(address).origin !== location.origin) return;
  const cache = await caches.open(DESK);
  const add = async (path) => (SITE.hashed && (await cache.match(path))) || cache.add(new Request(path, { cache: SITE.hashed ? "default" : "no-cache" }));
  await Promise.allSettled(SITE.desk.map(add));
  await saveDesk(address, await fetch(address, { credentials: "same-origin" }));
}

// After a new release: the same pages anew; where that fails, the old ones with their files stay.
async function renewDesk() {
  const cache = await deskCache();
  if (!cache) return;
  const before = await cache.keys();
  try {
    for (const { url } of before.filter(isDeskPage)) await keepDesk(url);
    const now = new Set(SITE.desk.map((path) => new URL(path, location).href));
    for (const request of before) if (!isDeskPage(request) && !now.has(request.url)) await cache.delete(request);
  } catch {
    // No network just now: the next opening of the desk renews it.
  }
}

// Wiping

function deskStore() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("desk");
    request.onupgradeneeded = () => request.transaction.abort(); // there is none: none is made
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// The list, the last scans and the page; scans that the server has not got wait for the next who signs in.
async function forgetDesk() {
  if (!(await caches.delete(DESK))) return;
  const store = await deskStore();
  const wiped = store.transaction(["meta", "entries", "recent"], "readwrite");
  for (const name of ["entries", "recent"]) wiped.objectStore(name).clear();
  for (const name of ["edition", "madeAt", "takenAt", "wipeAfter", "sessions", "user"]) wiped.objectStore("meta").delete(name);
  await new Promise((resolve) => (wiped.oncomplete = wiped.onabort = resolve));
  store.close();
}

// At any visit of the site after the edition.
async function tidyDesk() {
  if (!(await deskCache())) return;
  const store = await deskStore().catch(() => undefined);
  const until = await new Promise((resolve) => {
    const request = store?.transaction("meta").objectStore("meta").get("wipeAfter");
    if (!request) resolve(undefined);
    else request.onsuccess = request.onerror = () => resolve(request.result?.value);
  });
  store?.close();
  if (until && Date.now() > Date.parse(until)) await forgetDesk();
}
