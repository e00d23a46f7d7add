/* What somebody else changed comes to the page. <span id="live" data-watch data-stamp> says what the page shows; the
   bell's answer brings the stamp of that. Nothing is drawn anew under somebody's hands: it waits until they are free. */
(() => {
  "use strict";
  const AGAIN = 2000;
  let due = false;

  const busy = () => {
    const at = document.activeElement;
    return Boolean(
      at?.matches("input:not([type=checkbox]), textarea, select, [contenteditable=true]")
      || document.querySelector(".is-editing, .sortable-chosen, [data-rows] input[type=checkbox]:checked, #stage-menu:popover-open, main details[open]"),
    );
  };

  const places = () => [...document.querySelectorAll("main, #board, .wl-cards, .wl-scroll")].map((one) => [one, one.scrollLeft, one.scrollTop]);
  const selector = (one) => (one.id ? `#${CSS.escape(one.id)}` : one.dataset.stage && `.wl-cards[data-stage="${CSS.escape(one.dataset.stage)}"]`);

  const refresh = () => {
    if (!due || document.hidden) return;
    if (busy()) { setTimeout(refresh, AGAIN); return; }
    due = false;
    const kept = places().map(([one, left, top]) => [selector(one), left, top]).filter(([where]) => where);
    const focused = document.activeElement?.id;
    document.addEventListener("htmx:afterSettle", () => {
      for (const [where, left, top] of kept) document.querySelector(where)?.scrollTo(left, top);
      if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
    }, { once: true });
    window.htmx.trigger(document.body, "changed");
  };

  document.addEventListener("live", ({ detail }) => {
    const live = document.getElementById("live");
    if (!live || detail === live.dataset.stamp) return;
    live.dataset.stamp = detail;
    due = true;
    refresh();
  });
  document.addEventListener("visibilitychange", refresh);
})();
