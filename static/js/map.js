// Keeps the floor map fresh: fetches what changes once a minute. Without a network the page stays as it is.

(() => {
  const MINUTE = 60_000;
  const floor = document.querySelector("[data-floor]");
  let fetchedAt = Date.now();

  const wayTo = (link) => `${link.closest(".plan")?.getAttribute("class")} ${link.getAttribute("href")}`;
  const places = () => [...floor.querySelectorAll("li[id]")];

  /** Put the new drawing and list in the place of the old ones; what had the focus or was unfolded has it again. */
  function replace(html) {
    const focused = document.activeElement?.closest("[data-floor] a");
    const way = focused && wayTo(focused);
    const unfolded = new Set(places().filter((place) => place.querySelector("details[open]")).map((place) => place.id));
    floor.innerHTML = html;
    for (const place of places()) {
      if (unfolded.has(place.id)) place.querySelector("details")?.setAttribute("open", "");
    }
    if (way) [...floor.querySelectorAll("a")].find((link) => wayTo(link) === way)?.focus({ preventScroll: true });
  }

  /** Fetch what is on, when the last time is a minute ago and somebody looks. */
  async function refresh() {
    if (document.hidden || !navigator.onLine || Date.now() - fetchedAt < MINUTE) return;
    fetchedAt = Date.now();
    try {
      const answer = await fetch(floor.dataset.floor, { credentials: "omit" });
      if (answer.ok) replace(await answer.text());
    } catch {
      // The network went away; the next minute tries again.
    }
  }

  setInterval(refresh, MINUTE);
  document.addEventListener("visibilitychange", refresh);
})();
