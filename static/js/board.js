/* The board: a card goes to another stage by pointer, by touch or by keyboard. The server decides; a refused card
   goes back, and every move is told. Arrow keys follow what is seen, in both directions of writing. */
(() => {
  "use strict";
  const rtl = document.documentElement.dir === "rtl";
  const board = () => document.getElementById("board");
  const lists = () => [...document.querySelectorAll("#board [data-stage]")];
  const listOf = (stage) => document.querySelector(`[data-stage="${CSS.escape(stage)}"]`);
  const tell = (words, card, list) => {
    const text = board().dataset[words].replace("{card}", card.dataset.title).replace("{stage}", list.dataset.label);
    document.getElementById("announcer").textContent = text;
  };

  const move = async (card, list, home, before, focus) => {
    const back = () => { home.insertBefore(card, before?.isConnected ? before : null); tell("stayed", card, home); };
    if (list.hasAttribute("data-asks")) {
      home.insertBefore(card, before?.isConnected ? before : null);
      return window.waslOverlay.open("modal", `${card.dataset.move}?stage=${encodeURIComponent(list.dataset.stage)}`, card.querySelector("a"));
    }
    if (card.parentElement !== list) list.prepend(card);
    let saved = false;
    const done = ({ detail }) => { if (detail.requestConfig.elt === card) saved = detail.successful; };
    document.addEventListener("htmx:afterRequest", done);
    await window.htmx.ajax("POST", card.dataset.move, { source: card, target: card, swap: "outerHTML", values: { stage: list.dataset.stage } }).catch(() => {});
    document.removeEventListener("htmx:afterRequest", done);
    if (!saved) back();
    else tell("moved", card, list);
    if (focus) document.getElementById(card.id)?.querySelector("a").focus();
  };
  window.waslBoard = { move, listOf };

  const beside = (list, key) => {
    const step = (key === "ArrowRight") === rtl ? -1 : 1;
    return lists()[lists().indexOf(list) + step];
  };
  const focusIn = (list, place) => {
    const cards = list.querySelectorAll(".wl-boardcard");
    cards[Math.min(place, cards.length - 1)]?.querySelector("a").focus();
  };
  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.(".wl-boardcard");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const list = card.parentElement;
    const place = [...list.querySelectorAll(".wl-boardcard")].indexOf(card);
    const side = event.key === "ArrowRight" || event.key === "ArrowLeft" ? beside(list, event.key) : null;
    if (side && event.shiftKey && card.dataset.move) move(card, side, list, card.nextElementSibling, true);
    else if (side) focusIn(side, place);
    else if (event.key === "ArrowDown" || window.waslKey(event) === "j") focusIn(list, place + 1);
    else if (event.key === "ArrowUp" || window.waslKey(event) === "k") focusIn(list, Math.max(place - 1, 0));
    else return;
    event.preventDefault();
  });
})();
