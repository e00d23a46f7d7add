/* Menus are <details>: they open without script. This closes them again, and lets arrow keys walk through them. */
(() => {
  "use strict";
  const opened = () => [...document.querySelectorAll("details[data-menu][open]")];
  const items = (menu) => [...menu.querySelectorAll(".dropdown-item")];

  document.addEventListener("click", (event) => {
    for (const menu of opened()) {
      const chosen = event.target.closest(".dropdown-item") && menu.contains(event.target);
      if (!menu.contains(event.target) || chosen) menu.open = false;
    }
  });
  document.addEventListener("focusout", (event) => {
    for (const menu of opened()) {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details[data-menu]");
    if (!menu) return;
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
      event.stopPropagation();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.matches("input, select, textarea")) return;
    event.preventDefault();
    menu.open = true;
    const list = items(menu);
    list[(list.indexOf(document.activeElement) + step + list.length) % list.length]?.focus();
  });
})();
