/* Dragging cards: at once with a mouse, after a short hold by touch, so that a phone can still scroll. */
(() => {
  "use strict";
  const dress = () => {
    document.querySelectorAll("#board .wl-cards, #drops .wl-drop").forEach((list) => {
      if (window.Sortable.get(list)) return;
      const zone = list.classList.contains("wl-drop");
      window.Sortable.create(list, {
        group: { name: "cards", pull: !zone, put: true },
        draggable: ".wl-boardcard[data-move]",
        sort: false,
        forceFallback: true,
        fallbackOnBody: true,
        fallbackTolerance: 4,
        animation: 140,
        delay: 160,
        delayOnTouchOnly: true,
        touchStartThreshold: 4,
        filter: ".wl-boardcard-acts",
        preventOnFilter: false,
        onStart: () => document.getElementById("drops")?.removeAttribute("hidden"),
        onChange: (event) => document.querySelectorAll(".wl-drop").forEach((one) => one.classList.toggle("is-over", one === event.to)),
        onEnd: ({ item, from, to, oldDraggableIndex }) => {
          document.getElementById("drops")?.setAttribute("hidden", "");
          if (from === to) return;
          window.waslBoard.move(item, to, from, from.querySelectorAll(".wl-boardcard")[oldDraggableIndex] || null, false);
        },
      });
    });
  };
  document.addEventListener("DOMContentLoaded", dress);
  document.addEventListener("htmx:load", dress);
})();
