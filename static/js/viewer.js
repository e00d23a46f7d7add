/* The arrow keys turn over the files that are shown, in the direction of reading. */
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!document.querySelector("[data-viewer]") || event.target.closest("input, textarea, select")) return;
    const ahead = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    const turn = { [ahead]: "next", [back]: "previous" }[event.key];
    if (turn) document.querySelector(`[data-turn="${turn}"]`)?.click();
  });
})();
