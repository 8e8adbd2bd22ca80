// What every page does: says things, tells when there is no network, and lets the site be read without one.

const line = document.getElementById("site-said");
const offline = document.getElementById("site-offline");
const language = document.documentElement.lang;
const days = language === "en" ? "en-GB" : language; // days as the site writes them
let forgetting;

// Other scripts ask for a sentence by its name: document.dispatchEvent(new CustomEvent("say", { detail: "copied" })).
document.addEventListener("say", ({ detail }) => {
  if (!line?.dataset[detail]) return;
  line.textContent = line.dataset[detail];
  clearTimeout(forgetting);
  forgetting = setTimeout(() => (line.textContent = ""), 6000);
});

// The service worker writes into a saved page when it was saved.
const saved = performance.getEntriesByType("navigation")[0]?.serverTiming?.find(({ name }) => name === "saved");

function tellNetwork() {
  if (!offline) return;
  const at = saved && new Date(saved.description);
  const isToday = at?.toDateString() === new Date().toDateString();
  const time = at?.toLocaleString(days, isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
  const sentence = at ? offline.dataset.saved.replace("{time}", time) : navigator.onLine ? "" : offline.dataset.offline;
  if (offline.textContent !== sentence) offline.textContent = sentence;
}

tellNetwork();
addEventListener("online", tellNetwork);
addEventListener("offline", tellNetwork);

function showPrint() {
  for (const button of document.querySelectorAll("[data-print-page]")) button.hidden = false;
}

showPrint();
document.addEventListener("plan", showPrint); // a plan was put into the page
document.addEventListener("click", ({ target }) => target.closest?.("[data-print-page]") && print());

// Last, and only when the page is there: what is saved for later must not slow down what is read now.
async function prepare() {
  try {
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    if (!navigator.connection?.saveData) active.postMessage({ keep: language });
  } catch {
    // No service worker here (an old browser, a private window): the site works with a network.
  }
}

if (navigator.serviceWorker) {
  if (document.readyState === "complete") prepare();
  else addEventListener("load", prepare);
}
