/* The command palette: opened by Ctrl+K, / or the search field, closed by Esc. What it offers is palette-list.js. */
(() => {
  "use strict";
  const dialog = () => document.getElementById("palette");
  const field = () => document.getElementById("palette-q");

  const open = () => {
    if (!dialog() || dialog().open || document.querySelector(".modal.show, dialog[open]")) return;
    dialog().querySelector("[name=recent]").value = window.waslRecent().join(",");
    dialog().showModal();
    field().select();
    window.htmx.trigger(field(), "palette");
  };

  document.addEventListener("keydown", (event) => {
    if (event.code === "KeyK" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && dialog()) {
      event.preventDefault();
      if (dialog().open) dialog().close();
      else open();
    }
  });
  // before the others hear of it: what opens a drawer or a sheet finds the palette closed
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]") && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      open();
    }
    const outside = event.target === dialog();
    const leaves = event.target.closest("#palette :is([role=option], [data-keys], [data-close-palette])");
    if ((outside || leaves) && !(event.ctrlKey || event.metaKey)) dialog().close();
  }, true);
})();
