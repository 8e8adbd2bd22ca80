// The service worker is switched off: whatever an earlier one saved goes, and so does this one.

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => event.waitUntil(tidy()));

async function tidy() {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
}
