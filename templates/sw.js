// Saves what visitors read, so that they can read it without a network. SITE, above, says what there is.
//
// Public pages come from the network and are saved; when it does not answer within three seconds, the saved one is
// shown. Files are taken from what was saved with this release. Pages with a secret address, forms, the API and the
// organisers' workspace are never saved: only what PUBLIC names is, and on the devices of the desk the desk's own page.

const FILES = `files-${SITE.version}`;
const PAGES = `pages-${SITE.version}`;
const MOST_PAGES = 60;
const PATIENCE = 3000;
const FRESH = 3600 * 1000;
const PUBLIC =
  /^(\/en)?\/(\d{4}\/((programme|programme\/grid|map|map\/now|now|wall|favourites|favourites\/rows|zones|zones\/[\w-]+|activities\/[\w-]+)\/)?)?$|^\/\d{4}\/theme\.css$/;
const NOT_OURS = /^(\/en)?\/(admin|api)\//;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => event.waitUntil(hear(event)));
addEventListener("fetch", listen);

async function install() {
  const cache = await caches.open(FILES);
  const offline = Object.values(SITE.offline).map((path) => new Request(path, { cache: "reload" }));
  await cache.addAll(offline);
  const files = SITE.files.map((path) => new Request(path, { cache: SITE.hashed ? "default" : "no-cache" }));
  await Promise.allSettled(files.map((file) => cache.add(file)));
  await skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) {
    if (/^(files|pages)-/.test(name) && name !== FILES && name !== PAGES) await caches.delete(name);
  }
  await renewDesk();
  await clients.claim();
}

async function hear({ data, source }) {
  await tidyDesk();
  await (data.desk ? keepDesk(data.desk).catch(() => {}) : keepForLater(data, source));
}

function listen(event) {
  const { request } = event;
  const { origin, pathname, href } = new URL(request.url);
  if (origin === location.origin && endsDesk(request, pathname)) event.waitUntil(forgetDesk());
  // A piece of a page has the same address as the page: pieces are not ours.
  if (request.method !== "GET" || origin !== location.origin || request.headers.has("HX-Request")) return;
  if (pathname.startsWith(SITE.folder)) event.respondWith(file(event));
  else if (PUBLIC.test(pathname)) event.respondWith(page(event, href.replace(/#.*/, "")));
  else if (isDesk(request, pathname)) event.respondWith(desk(event, href.replace(/#.*/, "")));
  else if (request.mode === "navigate" && !NOT_OURS.test(pathname)) {
    event.respondWith(fetch(request).catch(() => offlinePage(pathname)));
  }
}

// Files

async function file(event) {
  const { request } = event;
  const cache = await caches.open(FILES);
  const saved = async () => (await cache.match(request, { ignoreVary: true })) ?? deskFile(request);
  if (!SITE.hashed) {
    // Their names stay the same when they change: the network is asked first.
    try {
      return await fetch(request);
    } catch (error) {
      return (await saved()) ?? Promise.reject(error);
    }
  }
  const found = await saved();
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) event.waitUntil(cache.put(request, answer.clone()));
  return answer;
}

// Pages

async function page(event, address) {
  const fresh = fetch(event.request);
  event.waitUntil(fresh.then((answer) => save(address, answer.clone())).catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([fresh, late]).catch(() => undefined);
  if (answer && answer.status < 500) return answer;
  const saved = await find(address);
  if (saved) return saved;
  const { pathname } = new URL(address);
  return fresh.catch((error) => (event.request.mode === "navigate" ? offlinePage(pathname) : Promise.reject(error)));
}

async function find(address) {
  const cache = await caches.open(PAGES);
  const { pathname } = new URL(address);
  // The first page leads to the home of the edition that matters now.
  const home = Object.entries(SITE.offline).find(([, path]) => path.replace("offline/", "") === pathname);
  return (await cache.match(address)) ?? (home && cache.match(SITE.keep[home[0]][0] ?? address));
}

async function save(address, answer) {
  const isForAll = !/no-store|private/.test(answer.headers.get("Cache-Control") ?? "");
  if (!answer.ok || answer.type !== "basic" || answer.redirected || !isForAll) return;
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  // By this a page knows that it was saved, and when.
  headers.set("Server-Timing", `saved;desc="${new Date().toISOString()}"`);
  const cache = await caches.open(PAGES);
  await cache.put(address, new Response(await answer.blob(), { headers }));
  const kept = Object.values(SITE.keep).flat().map((path) => new URL(path, location).href);
  const others = (await cache.keys()).filter(({ url }) => !kept.includes(url));
  for (const oldest of others.slice(0, -MOST_PAGES)) await cache.delete(oldest);
}

// Once a page is there, in its language: it and what everybody wants to read at the expo.
async function keepForLater({ keep }, client) {
  const own = client && PUBLIC.test(new URL(client.url).pathname) ? [client.url.replace(/#.*/, "")] : [];
  const cache = await caches.open(PAGES);
  for (const path of [...own, ...(SITE.keep[keep] ?? [])]) {
    const address = new URL(path, location).href;
    const saved = await cache.match(address);
    const savedAt = new Date(/"(.*)"/.exec(saved?.headers.get("Server-Timing") ?? "")?.[1] ?? 0);
    if (Date.now() - savedAt < FRESH) continue;
    await fetch(address).then((answer) => save(address, answer)).catch(() => {});
  }
}

async function offlinePage(pathname) {
  const languages = Object.values(SITE.offline).sort((one, other) => other.length - one.length);
  // Thai stands at the root, which every address begins with: the longest that fits is the language's.
  return caches.match(languages.find((path) => pathname.startsWith(path.replace("offline/", ""))));
}

{% include "desk/sw.js" %}
