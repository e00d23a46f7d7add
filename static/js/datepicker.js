/* Opens a month beside a date field and takes a day out of it. The field stays text that the server reads. */
(() => {
  "use strict";
  const { DAY, fields, find, moveMonths, nextFirst, use } = window.waslCalendar;
  const { popup, part, write, plain, weekday, draw, beside } = window.waslMonth;
  let field = null, focused = 0, chosen = null;
  const typed = () => {
    const found = plain(field.value).match(/^\s*(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:\s+(\d{1,2}:\d{2}))?/);
    const day = found ? find([+found[1], +found[2], +found[3]]) : NaN;
    return Number.isFinite(day) && Number.isFinite(fields(day)[0]) ? { day, clock: found[4] } : null;
  };
  const go = (day, { keep } = {}) => {
    if (!Number.isFinite(day) || !Number.isFinite(nextFirst(day)) || fields(day)[0] < 1000) return; // the tables end
    focused = day;
    draw(field, focused, chosen);
    if (!keep) part("days").querySelector("[tabindex='0']").focus();
  };
  const open = (input) => {
    if (field === input) return close();
    if (field) close({ quiet: true });
    field = input;
    use(input.dataset.calendar);
    const now = typed();
    chosen = now?.day ?? null;
    focused = chosen ?? Date.parse(popup().dataset.today);
    part("clock").hidden = !("timeZone" in input.dataset);
    part("clock").querySelector("input").value = write(now?.clock || "09:00", field.dataset.digits);
    input.closest(".wl-date").append(popup()); // inside whatever keeps the focus: a drawer, an open menu
    input.closest(".wl-date").querySelector("button").setAttribute("aria-expanded", "true");
    popup().showPopover();
    go(focused, { keep: true });
    beside(field);
    part("days").querySelector("[tabindex='0']").focus();
  };
  const close = ({ quiet } = {}) => {
    if (!field) return;
    const left = field;
    field = null;
    left.closest(".wl-date")?.querySelector("button").setAttribute("aria-expanded", "false");
    popup().hidePopover();
    document.body.append(popup());
    if (!quiet) left.focus();
  };
  const leave = (changed) => {
    close();
    for (const name of ["input", "change"]) changed.dispatchEvent(new Event(name, { bubbles: true }));
  };
  const take = (day) => {
    const [year, month, date] = fields(day), two = (number) => String(number).padStart(2, "0");
    const clock = part("clock").hidden ? "" : ` ${part("clock").querySelector("input").value.trim()}`;
    field.value = write(`${String(year).padStart(4, "0")}/${two(month)}/${two(date)}`, field.dataset.digits) + clock;
    leave(field);
  };
  const turn = (months, options) => go(moveMonths(focused, months), options);
  const step = (days) => go(focused + days * DAY);
  const along = () => (weekday(focused) - +field.dataset.weekStart + 7) % 7;
  const clear = () => { field.value = ""; leave(field); };
  const today = () => Date.parse(popup().dataset.today);
  window.waslDates = { open, close, take, go, turn, step, along, clear, today, place: () => beside(field), field: () => field, focused: () => focused };
})();
