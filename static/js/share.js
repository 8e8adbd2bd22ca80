// Sharing a page: by the phone's own list where there is one, else by copying the address.

const canShare = Boolean(navigator.share);

function show() {
  if (!canShare && !navigator.clipboard) return;
  for (const share of document.querySelectorAll("[data-share]")) {
    share.querySelector("[data-share-button]").hidden = false;
    share.querySelector(".share-link").hidden = true;
  }
}

async function send(share) {
  const { share: url, title } = share.dataset;
  try {
    if (canShare) await navigator.share({ title, url });
    else {
      await navigator.clipboard.writeText(url);
      document.dispatchEvent(new CustomEvent("say", { detail: "copied" }));
    }
  } catch (error) {
    if (error.name === "AbortError") return; // the visitor thought better of it
    const link = share.querySelector(".share-link");
    link.hidden = false;
    link.querySelector("input").select();
  }
}

show();
document.addEventListener("plan", show);
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-share-button]");
  if (button) send(button.closest("[data-share]"));
});
