// The programme answers at once: htmx fetches what fits, this file keeps addresses short and the reader in place.
// Without it the form has its button and every link leads to a page.

const finder = document.getElementById("finder");
const unreached = () => document.getElementById("unreached");
const text = () => document.getElementById("filter-q");

// What is left open stays out of the address, so that one choice has one address.
document.addEventListener("htmx:configRequest", (event) => {
  const asked = event.detail.parameters;
  for (const name of Object.keys(asked)) if (!String(asked[name]).trim()) delete asked[name];
});

// Links that choose: as the form, without leaving the page. With a key held down they open elsewhere, as all links do.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-instant] a[href]");
  if (!link || !window.htmx || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  window.htmx.ajax("GET", link.href, { source: finder });
});

// Words change around what the reader is busy with, never under their hands.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.detail.target.contains(document.activeElement) && document.activeElement.matches("select, input")) {
    event.detail.shouldSwap = false;
  }
});

// The same address twice is one step back, not two.
document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
  const update = event.detail.history;
  if (update.path === location.pathname + location.search) update.type = "replace";
});

document.addEventListener("htmx:pushedIntoHistory", () => {
  const field = text();
  if (field && field !== document.activeElement) field.value = new URLSearchParams(location.search).get("q") ?? "";
  for (const link of document.querySelectorAll(".site-header a[hreflang]")) link.search = location.search;
});

// Today's grid opens where now is.
function goToNow() {
  for (const line of document.querySelectorAll(".board-now")) {
    const board = line.closest(".board");
    if (!board.scrollTop) board.scrollTop = line.offsetTop - board.clientHeight / 2;
  }
}

goToNow();

// Whoever followed a link that is no longer there goes on with what was found.
document.addEventListener("htmx:afterSettle", () => {
  unreached().hidden = true;
  goToNow();
  if (document.activeElement === document.body) document.getElementById("results").focus();
});

for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, () => {
    unreached().hidden = false;
  });
}

// Enter closes the keyboard of a phone; the button closes the filters there.
document.addEventListener("submit", (event) => {
  if (event.target.id !== "filter") return;
  text().blur();
  document.getElementById("results").focus();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// On paper nothing is folded away.
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("#results details:not([open])")];
  for (const details of folded) details.open = true;
});
window.addEventListener("afterprint", () => {
  for (const details of folded) details.open = false;
});
