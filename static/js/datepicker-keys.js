/* Keys and touches of the date picker. ArrowDown in a field opens it; arrows follow sight, PageUp and PageDown turn months
   (with Shift years), Home and End go along the week, T is today, Enter takes, Esc leaves. */
(() => {
  "use strict";
  const dates = window.waslDates;
  const popup = () => document.getElementById("datepicker");

  const keys = (event) => {
    const ahead = document.documentElement.dir === "rtl" ? -1 : 1;
    const to = {
      ArrowRight: () => dates.step(ahead), ArrowLeft: () => dates.step(-ahead),
      ArrowUp: () => dates.step(-7), ArrowDown: () => dates.step(7),
      PageUp: () => dates.turn(event.shiftKey ? -12 : -1), PageDown: () => dates.turn(event.shiftKey ? 12 : 1),
      Home: () => dates.step(-dates.along()), End: () => dates.step(6 - dates.along()),
      Enter: () => dates.take(dates.focused()), " ": () => dates.take(dates.focused()),
    }[event.key] || (event.code === "KeyT" && !event.ctrlKey && !event.metaKey && (() => dates.go(dates.today())));
    if (!to) return;
    event.preventDefault();
    to();
  };

  document.addEventListener("keydown", (event) => {
    const opened = dates.field(), inside = opened && event.target.closest("#datepicker");
    if (opened && event.key === "Escape") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return dates.close();
    }
    if (inside && event.target.matches("[data-day]")) keys(event);
    if (inside && event.target.matches("input") && event.key === "Enter") { event.preventDefault(); dates.take(dates.focused()); }
    if (inside && event.key !== "Tab") event.stopPropagation();
    if (inside || event.key !== "ArrowDown" || !event.target.matches?.(".wl-date > input")) return;
    event.preventDefault();
    dates.open(event.target);
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".wl-date > [data-dp-open]");
    if (button) return dates.open(button.parentElement.querySelector("input"));
    if (!dates.field()) return;
    const cell = event.target.closest("[data-day]"), turn = event.target.closest("[data-dp-turn]");
    if (cell) return dates.take(Date.parse(cell.dataset.day));
    if (turn) return dates.turn(+turn.dataset.dpTurn, { keep: true });
    if (event.target.closest("[data-dp-today]")) return dates.take(dates.today());
    if (event.target.closest("[data-dp-clear]")) return dates.clear();
    if (!event.target.closest("#datepicker, .wl-date")) dates.close({ quiet: true });
  });
  const outside = (node) => dates.field() && !node.closest?.("#datepicker");
  document.addEventListener("focusin", ({ target }) => { if (outside(target) && target.closest?.(".wl-date") !== dates.field().closest(".wl-date")) dates.close({ quiet: true }); });
  document.addEventListener("scroll", ({ target }) => { if (outside(target)) dates.place(); }, true);
  addEventListener("resize", () => { if (dates.field()) dates.place(); });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => { if (dates.field() && detail.target.contains(popup())) dates.close({ quiet: true }); });
})();
