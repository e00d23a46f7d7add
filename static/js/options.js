/* The choices of a field: one more row at a time, a copy of the last blank one. */
(() => {
  "use strict";
  const show = (root) => root.querySelectorAll?.("[data-add-row]").forEach((button) => { button.hidden = false; });
  document.addEventListener("DOMContentLoaded", () => show(document));
  document.addEventListener("htmx:load", (event) => show(event.detail.elt));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-row]");
    if (!button) return;
    const list = button.previousElementSibling;
    const row = list.lastElementChild.cloneNode(true);
    const taken = [...list.children].map((each) => Number(each.dataset.pk.replace("n", ""))).filter(Number.isInteger);
    const key = `n${Math.max(-1, ...taken) + 1}`;
    row.dataset.pk = key;
    row.querySelectorAll("input").forEach((input) => {
      input.removeAttribute("id");
      if (input.type === "checkbox") { input.value = key; input.checked = false; } else input.value = input.type === "hidden" ? key : "";
    });
    row.querySelectorAll("[name$=_retired]").forEach((input) => input.closest("label").remove());
    list.append(row);
    row.querySelector("input:not([type=hidden])").focus();
  });
})();
