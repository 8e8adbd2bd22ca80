// A list that goes by day answers at once: this fetches what fits the choice and puts it in, keeps addresses short and
// the reader in place. Without it the form has its button and every link leads to a page.

const finder = document.getElementById("finder");
const form = document.getElementById("filter");
const PATIENCE = 250;
let asking = null;
let typing = 0;

// What is left open stays out of the address, so that one choice has one address.
function chosen() {
  const asked = [...new FormData(form)].filter(([, value]) => value.trim());
  const query = new URLSearchParams(asked).toString();
  return query ? `${form.action}?${query}` : form.action;
}

async function show(address, { isBack = false } = {}) {
  asking?.abort();
  const mine = (asking = new AbortController());
  finder.classList.add("is-asking");
  try {
    const answer = await fetch(address, { signal: mine.signal });
    if (!answer.ok) throw new Error(answer.status);
    put(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (!isBack && address !== location.href) history.pushState(null, "", address);
    remember(isBack);
  } catch (error) {
    if (error.name !== "AbortError") document.getElementById("unreached").hidden = false;
  } finally {
    if (mine === asking) finder.classList.remove("is-asking");
  }
}

// Words change around what the reader is busy with, never under their hands; what is read out stays in its place.
function put(page) {
  const focused = document.activeElement.id;
  for (const id of finder.dataset.swap.split(",")) {
    const [there, here] = [page.getElementById(id), document.getElementById(id)];
    if (!there || !here || (here.contains(document.activeElement) && document.activeElement.matches("select, input"))) continue;
    if (here.matches("#count, #chosen")) here.replaceChildren(...there.childNodes);
    else here.replaceWith(there);
  }
  document.getElementById("unreached").hidden = true;
  if (document.activeElement === document.body) (document.getElementById(focused) ?? document.getElementById("results")).focus();
}

// What else on the page follows the address.
function remember(isBack) {
  const text = document.getElementById("filter-q");
  if (isBack || text !== document.activeElement) text.value = new URLSearchParams(location.search).get("q") ?? "";
  for (const link of document.querySelectorAll(".site-header a[hreflang]")) link.search = location.search;
}

form?.addEventListener("input", (event) => {
  clearTimeout(typing);
  typing = setTimeout(() => show(chosen()), event.target.id === "filter-q" ? PATIENCE : 0);
});

// Enter closes the keyboard of a phone.
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  document.getElementById("filter-q").blur();
  document.getElementById("results").focus();
  show(chosen());
});

// Links that choose: as the form, without leaving the page. With a key held down they open elsewhere, as all links do.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const link = event.target.closest("[data-instant] a[href]");
  if (!link || !form || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  show(link.href);
});

window.addEventListener("popstate", () => form && show(location.href, { isBack: true }));
