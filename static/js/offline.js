// The offline page: what was saved of the site in this language, and another try by itself.

const section = document.querySelector("[data-saved-pages]");
const language = document.documentElement.lang;

// As soon as the network answers, the page that was asked for comes by itself.
async function look() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => undefined);
  if (answer) location.reload();
}

if (!location.pathname.endsWith("/offline/")) {
  setInterval(look, 5000);
  addEventListener("online", look);
}

async function titles() {
  const found = new Map();
  for (const name of await caches.keys()) {
    if (!name.startsWith("pages-")) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const page = await (await cache.match(request)).text();
      const read = new DOMParser().parseFromString(page, "text/html");
      const { pathname, search } = new URL(request.url);
      // A search, a filter or a piece of a page says nothing by its title.
      const title = read.title.replace(/ – [^–]*$/, "");
      if (read.documentElement.lang === language && title && !search) found.set(pathname, title);
    }
  }
  return found;
}

const depth = (path) => path.split("/").length;

async function show() {
  const pages = [...(await titles())].sort(([one], [other]) => depth(one) - depth(other) || one.localeCompare(other));
  const rows = pages.map(([href, textContent]) => {
    const row = document.createElement("li");
    row.append(Object.assign(document.createElement("a"), { href, textContent }));
    return row;
  });
  section.querySelector("ul").replaceChildren(...rows);
  section.hidden = !rows.length;
}

if (window.caches) show();
