/* Keys of the whole app, as the rows of their sheet (#keys) declare them; silent inside fields, when a dialog is open, and
   when they are switched off. On a keyboard of other letters it is the place of the key that counts. */
(() => {
  "use strict";
  const TOO_LATE = 1500;
  const sheet = () => document.getElementById("keys");
  const busy = (event) =>
    event.ctrlKey || event.metaKey || event.altKey || event.isComposing ||
    event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable], .modal.show, .offcanvas.show, dialog[open], [popover]:popover-open");
  window.waslKey = ({ key, code, shiftKey }) => {
    if (key.length > 1) return key;
    if (key.charCodeAt(0) < 128) return key.toLowerCase();
    if (code === "Slash") return shiftKey ? "?" : "/";
    return code.startsWith("Key") ? code.slice(3).toLowerCase() : key;
  };

  const rows = () => [...document.querySelectorAll("[data-rows] tbody tr")];
  const walk = (step) => {
    const list = rows();
    const here = list.indexOf(document.activeElement?.closest("tr"));
    const row = list[Math.min(Math.max(here + step, 0), list.length - 1)];
    list.forEach((one) => one.classList.toggle("is-hover", one === row));
    row?.querySelector("th a")?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  const does = {
    next: () => walk(1),
    previous: () => walk(-1),
    select: () => document.activeElement?.closest("tr")?.querySelector("input[name=ids]")?.click(),
    edit: () => document.querySelector("[data-edit]")?.click(),
    sheet: () => sheet().showModal(),
  };
  const press = (marked) => {
    if (!marked?.matches("details")) return marked?.click();
    marked.open = true;
    marked.querySelector(".dropdown-item, input, select")?.focus();
  };
  const run = ({ dataset }) => {
    if (dataset.url && "inDrawer" in dataset) window.waslOverlay.open("drawer", dataset.url);
    else if (dataset.url) location.assign(dataset.url);
    else if (dataset.does) does[dataset.does]();
    else press([...document.querySelectorAll(`[data-key="${CSS.escape(dataset.press)}"]`)].find((one) => one.offsetParent));
  };

  let begun = { key: "", at: 0 };
  document.addEventListener("keydown", (event) => {
    if (!sheet() || busy(event) || window.waslKeysOff()) return;
    const key = window.waslKey(event);
    const declared = [...sheet().querySelectorAll("[data-press]")];
    const whole = begun.key && event.timeStamp - begun.at < TOO_LATE ? `${begun.key} ${key}` : key;
    const row = declared.find((one) => one.dataset.press === whole);
    const begins = !row && declared.some((one) => one.dataset.press.startsWith(`${key} `));
    begun = { key: begins ? key : "", at: event.timeStamp };
    if (row || begins) event.preventDefault();
    if (row) run(row);
  });
})();
