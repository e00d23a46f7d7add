/* Which records were opened lately: the browser keeps their ids alone, of each member apart. Their names come from the
   server, for whoever may still see them. */
(() => {
  "use strict";
  const MOST = 8;
  const place = () => `wasl-recent:${document.body.dataset.seat}`;

  window.waslRecent = () => {
    try { return JSON.parse(localStorage.getItem(place())) || []; } catch { return []; }
  };
  document.addEventListener("DOMContentLoaded", () => {
    const here = document.querySelector("[data-recent]")?.dataset.recent;
    if (!here || !document.getElementById("palette")) return;
    const names = [here, ...window.waslRecent().filter((one) => one !== here)].slice(0, MOST);
    try { localStorage.setItem(place(), JSON.stringify(names)); } catch { /* a private window */ }
  });
})();
