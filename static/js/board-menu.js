/* The board's "move to stage" menu: one for all cards, opened by M or by a card's button. */
(() => {
  "use strict";
  const menu = () => document.getElementById("stage-menu");
  let card = null;

  const open = (from) => {
    card = from;
    const here = card.parentElement.dataset.stage;
    const items = [...menu().querySelectorAll("[data-to]")];
    items.forEach((item) => { item.classList.toggle("active", item.dataset.to === here); });
    menu().showPopover();
    const box = card.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = menu();
    const start = document.documentElement.dir === "rtl" ? box.left : box.right - width;
    menu().style.left = `${Math.min(Math.max(start, 8), innerWidth - width - 8)}px`;
    menu().style.top = `${Math.min(Math.max(box.top + 32, 8), innerHeight - height - 8)}px`;
    (items.find((item) => item.dataset.to === here) || items[0]).focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-stage-menu]");
    if (button) open(button.closest(".wl-boardcard"));
    const item = event.target.closest("#stage-menu [data-to]");
    if (!item) return;
    menu().hidePopover();
    const list = window.waslBoard.listOf(item.dataset.to);
    if (list !== card.parentElement) window.waslBoard.move(card, list, card.parentElement, card.nextElementSibling, true);
    else card.querySelector("a").focus();
  });
  document.addEventListener("keydown", (event) => {
    const here = event.target.closest?.(".wl-boardcard[data-move]");
    if (here && window.waslKey(event) === "m" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open(here);
    }
    if (!event.target.closest?.("#stage-menu")) return;
    const items = [...menu().querySelectorAll("[data-to]")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") setTimeout(() => card.querySelector("a").focus());
    if (!step) return;
    event.preventDefault();
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  });
})();
