/* A list that can be put in order: [data-sort-url] posts order=<pk>… after a drag, or after ↑ ↓ on a handle. */
(() => {
  "use strict";
  const save = (list) => {
    const order = [...list.querySelectorAll(":scope > [data-pk]")].map((item) => item.dataset.pk);
    window.htmx.ajax("POST", list.dataset.sortUrl, { source: list, swap: "none", values: { order } });
  };
  const dress = () => document.querySelectorAll("[data-sort-url]").forEach((list) => {
    if (!window.Sortable.get(list)) window.Sortable.create(list, { handle: ".wl-grip", animation: 140, onEnd: () => save(list) });
  });
  document.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.(".wl-grip");
    const list = grip?.closest("[data-sort-url]");
    if (!list || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const item = grip.closest("[data-pk]");
    if (event.key === "ArrowUp") item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    grip.focus();
    save(list);
  });
  document.addEventListener("DOMContentLoaded", dress);
  document.addEventListener("htmx:load", dress);
})();
