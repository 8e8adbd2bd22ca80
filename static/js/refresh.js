// Brings parts of a page up to date while somebody looks at it: <div id="…" data-refresh="60"> every so many seconds.
// Without a network what stands there stays, and the note <p id="…-note" hidden> beside it is shown.

for (const region of document.querySelectorAll("[data-refresh]")) {
  keepFresh(region, Number(region.dataset.refresh) * 1000);
}

function keepFresh(region, interval) {
  let tried = Date.now();
  const isDue = () => !document.hidden && Date.now() - tried >= interval;
  const look = () => {
    if (isDue()) {
      tried = Date.now();
      renew(region);
    }
  };
  setInterval(look, Math.min(interval, 5000));
  document.addEventListener("visibilitychange", look);
  addEventListener("online", () => renew(region));
}

async function renew(region) {
  const note = document.getElementById(`${region.id}-note`);
  const fresh = await ask(region.id);
  if (note) {
    note.hidden = fresh !== null;
  }
  if (fresh) {
    replace(region, fresh);
  }
}

// Returns the same part of the page as it is now; null where the network or the server is away, and the answer is none
// or one that the service worker has saved.
async function ask(id) {
  try {
    const response = await fetch(location.href, { cache: "no-cache", signal: AbortSignal.timeout(20000) });
    const isSaved = (response.headers.get("Server-Timing") ?? "").startsWith("saved");
    if (!response.ok || isSaved) {
      return null;
    }
    return new DOMParser().parseFromString(await response.text(), "text/html").getElementById(id);
  } catch {
    return null;
  }
}

// Whoever stands on a link by keyboard stands on the same one afterwards.
function replace(region, fresh) {
  const focused = region.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  region.replaceChildren(...fresh.childNodes);
  if (focused) {
    const same = [...region.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused);
    (same || document.querySelector("main")).focus();
  }
}
