/* Keys of the whole app; silent inside fields, and when a dialog is open. */
(() => {
  "use strict";
  const busy = (event) =>
    event.ctrlKey || event.metaKey || event.altKey || event.isComposing ||
    event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable], .modal.show, .offcanvas.show, dialog[open], [popover]:popover-open");
  const rows = () => [...document.querySelectorAll("[data-rows] tbody tr")];

  const walk = (step) => {
    const list = rows();
    const here = list.indexOf(document.activeElement?.closest("tr"));
    const row = list[Math.min(Math.max(here + step, 0), list.length - 1)];
    list.forEach((one) => one.classList.toggle("is-hover", one === row));
    row?.querySelector("th a")?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  const press = (selector) => document.querySelector(selector)?.click();
  const act = {
    j: () => walk(1),
    k: () => walk(-1),
    x: () => document.activeElement?.closest("tr")?.querySelector("input[name=ids]")?.click(),
    e: () => press("[data-edit]"),
    "?": () => document.getElementById("keys")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (busy(event)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const marked = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find((one) => one.offsetParent);
    if (!act[key] && !marked) return;
    event.preventDefault();
    if (act[key]) return act[key]();
    if (marked.tagName !== "DETAILS") return marked.focus();
    marked.open = true;
    marked.querySelector(".dropdown-item, input, select")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) document.getElementById("keys").showModal();
  });
})();
