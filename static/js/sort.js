/* A list that can be put in order by dragging, or by ↑ ↓ on a handle: [data-sort-url] posts order=<pk>… at once,
   [data-sort] stands in a form, which sends its inputs in the order of the page. */
(() => {
  "use strict";
  const lists = "[data-sort-url], [data-sort]";
  const save = (list) => {
    if (!list.dataset.sortUrl) return;
    const order = [...list.querySelectorAll(":scope > [data-pk]")].map((item) => item.dataset.pk);
    window.htmx.ajax("POST", list.dataset.sortUrl, { source: list, swap: "none", values: { order } });
  };
  const dress = () => document.querySelectorAll(lists).forEach((list) => {
    if (!window.Sortable.get(list)) window.Sortable.create(list, { handle: ".wl-grip", animation: 140, onEnd: () => save(list) });
  });
  document.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.(".wl-grip");
    const list = grip?.closest(lists);
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
