/* Row boxes drive the bulk bar: how many, all of the page, none. On a phone they show once one asks to select. */
(() => {
  "use strict";
  const boxes = () => [...document.querySelectorAll("[data-rows] tbody input[name=ids]")];
  // in the reader's digits, as the page writes its own
  const write = (place, count) => {
    const zero = place.dataset.one.codePointAt(0) - 1;
    place.textContent = String(count).replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
  };

  const root = document.documentElement;
  const clear = () => { boxes().forEach((box) => { box.checked = false; }); tell(); };
  const tell = () => {
    const list = boxes();
    const selecting = String(root.hasAttribute("data-selecting"));
    document.querySelector("[data-select-rows]")?.setAttribute("aria-pressed", selecting);
    const count = list.filter((box) => box.checked).length;
    list.forEach((box) => box.closest("tr").setAttribute("aria-selected", String(box.checked)));
    const all = document.querySelector("[data-all]");
    if (all) {
      all.checked = count > 0 && count === list.length;
      all.indeterminate = count > 0 && count < list.length;
    }
    const bar = document.querySelector("[data-bulkbar]");
    if (!bar) return;
    bar.hidden = !count;
    // "all that match" holds while all of the page are chosen
    if (bar.dataset.matching !== undefined && count && count === list.length) return;
    delete bar.dataset.matching;
    write(bar.querySelector("[data-count]"), count);
    const matching = bar.querySelector("[data-select-matching]");
    if (matching) matching.hidden = count < list.length;
  };

  document.addEventListener("DOMContentLoaded", tell);
  document.addEventListener("htmx:load", tell);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) boxes().forEach((box) => { box.checked = event.target.checked; });
    if (event.target.matches("[data-all], [data-rows] input[name=ids]")) tell();
  });
  document.addEventListener("click", (event) => {
    if (event.target.matches("[data-selecting] [data-rows] tbody .wl-check")) event.target.firstElementChild.click();
    if (event.target.closest("[data-select-rows]")) root.toggleAttribute("data-selecting");
    if (event.target.closest("[data-clear-selection], [data-select-rows]")) clear();
    const asks = event.target.closest("[data-bulk-modal]");
    if (asks) {
      const matching = document.querySelector("[data-bulkbar]").dataset.matching;
      const ids = boxes().filter((box) => box.checked).map((box) => `ids=${box.value}`).join("&");
      const chosen = matching === undefined ? ids : `all=1&${matching}`;
      window.waslOverlay.open("modal", `${asks.dataset.bulkModal}?${chosen}`, asks);
    }
  });
})();
