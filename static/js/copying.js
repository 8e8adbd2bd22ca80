// Buttons that copy what stands beside them; where nothing can be copied there are none.

const SAID_FOR = 3000;

for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) break;
  const words = button.innerHTML;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim());
    button.textContent = button.closest("[data-said]").dataset.said;
    setTimeout(() => (button.innerHTML = words), SAID_FOR);
  });
}
