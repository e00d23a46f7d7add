/* The bell asks for itself every 15 s while the page is seen, and for news of what the page shows (live.js). Unchanged is
   a 304; a change is swapped in and told. */
(() => {
  "use strict";
  const EVERY = 15000;
  let etag = "";

  const ask = async () => {
    const bell = document.getElementById("bell");
    if (!bell?.dataset.poll || document.hidden) return;
    const headers = { "HX-Request": "true", ...(etag && { "If-None-Match": etag }) };
    const watch = document.getElementById("live")?.dataset.watch;
    const reply = await fetch(watch ? `${bell.dataset.poll}?watch=${encodeURIComponent(watch)}` : bell.dataset.poll, { headers, cache: "no-store" }).catch(() => null);
    if (!reply?.ok) return;
    etag = reply.headers.get("ETag") || "";
    document.dispatchEvent(new CustomEvent("live", { detail: reply.headers.get("X-Live") || "" }));
    const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("bell");
    if (!fresh || fresh.dataset.unread === bell.dataset.unread) return;
    const focused = document.activeElement === bell;
    const more = Number(fresh.dataset.unread) > Number(bell.dataset.unread);
    bell.replaceWith(fresh);
    if (focused) fresh.focus();
    if (more) document.getElementById("announcer").textContent = fresh.getAttribute("aria-label");
  };

  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  document.addEventListener("bell", ask); // HX-Trigger after notices were read
})();
