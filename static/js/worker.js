/* The service worker, served as /sw.js. crm.ui.installed writes WASL before it: { version, pages, … }, where pages names
   by language the offline page and the static files it is made of. Nothing else is ever kept: no page, no answer. */
(() => {
  "use strict";
  const { version, pages } = self.WASL;
  const NAME = `wasl-${version}`;
  const READER = "wasl-reader"; // a cache that outlives versions: the language and theme of who reads here
  const KEPT = new Set(Object.values(pages).flat());
  const AS_IS = { ignoreVary: true };

  const reader = async () => {
    const found = await caches.match("/reader", { cacheName: READER });
    return found ? found.json() : { language: navigator.language.slice(0, 2) };
  };
  const wanted = ({ language }) => pages[language] || pages.en;
  const keep = async (who) => {
    const cache = await caches.open(NAME);
    const there = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
    await cache.addAll(wanted(who).filter((path) => !there.has(path)));
  };
  const meet = async (who) => {
    await (await caches.open(READER)).put("/reader", Response.json(who));
    await keep(who);
  };

  self.addEventListener("install", (event) => {
    self.skipWaiting();
    event.waitUntil(reader().then(keep));
  });
  self.addEventListener("activate", (event) => event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("wasl-") && name !== NAME && name !== READER);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  })()));
  self.addEventListener("message", (event) => event.waitUntil(meet(event.data)));

  const offline = async () => {
    const who = await reader();
    const page = await caches.match(wanted(who)[0], AS_IS);
    if (!page) return Response.error();
    const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": page.headers.get("Content-Security-Policy") };
    const chosen = who.theme === "dark" || who.theme === "light" ? `data-theme="${who.theme}" data-bs-theme="${who.theme}"` : "$&";
    return new Response((await page.text()).replace('data-bs-theme="light"', chosen), { status: 503, headers });
  };
  const visit = async (event) => {
    try { return (await event.preloadResponse) || (await fetch(event.request)); } catch { return offline(); }
  };
  self.addEventListener("fetch", (event) => {
    if (event.request.mode === "navigate") event.respondWith(visit(event));
    else if (KEPT.has(new URL(event.request.url).pathname)) {
      event.respondWith(caches.match(event.request, AS_IS).then((found) => found || fetch(event.request)));
    }
  });
})();
