/* Draws the month of the date picker: a grid of days with their full names for those who listen. */
(() => {
  "use strict";
  const { DAY, fields, firstOf, nextFirst } = window.waslCalendar;
  const DIGITS = { latn: "0123456789", arab: "٠١٢٣٤٥٦٧٨٩", arabext: "۰۱۲۳۴۵۶۷۸۹" };
  const popup = () => document.getElementById("datepicker");
  const part = (name) => popup().querySelector(`[data-dp="${name}"]`);
  const write = (text, digits) => String(text).replace(/\d/g, (digit) => DIGITS[digits][digit]);
  const plain = (text) => text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15));
  const weekday = (day) => (new Date(day).getUTCDay() + 6) % 7; // 0 is Monday

  const draw = (field, focused, chosen) => {
    const data = popup().dataset;
    const months = JSON.parse(data.months), names = JSON.parse(data.weekdays), today = Date.parse(data.today);
    const start = +field.dataset.weekStart, [year, month] = fields(focused);
    const column = (day) => (weekday(day) - start + 7) % 7;
    part("title").textContent = `${months[month - 1]} ${write(year, field.dataset.digits)}`;
    part("head").replaceChildren(...names.map((_, at) => {
      const cell = document.createElement("th"), [short, full] = names[(at + start) % 7];
      cell.scope = "col"; cell.abbr = full; cell.textContent = short;
      return cell;
    }));
    const first = firstOf(focused), rows = [];
    for (let day = first - column(first) * DAY; day < nextFirst(first); day += 7 * DAY) {
      const row = document.createElement("tr");
      for (let at = 0; at < 7; at++) row.append(cellOf(day + at * DAY, { month, months, names, today, focused, chosen, digits: field.dataset.digits }));
      rows.push(row);
    }
    part("days").replaceChildren(...rows);
  };
  const cellOf = (day, { month, months, names, today, focused, chosen, digits }) => {
    const cell = document.createElement("td"), [year, in_, number] = fields(day);
    if (in_ !== month) return cell;
    cell.setAttribute("role", "gridcell");
    cell.tabIndex = day === focused ? 0 : -1;
    cell.dataset.day = new Date(day).toISOString().slice(0, 10);
    cell.textContent = write(number, digits);
    cell.setAttribute("aria-label", `${names[weekday(day)][1]} ${write(number, digits)} ${months[in_ - 1]} ${write(year, digits)}`);
    if (day === today) cell.setAttribute("aria-current", "date");
    cell.setAttribute("aria-selected", String(day === chosen));
    return cell;
  };
  const beside = (field) => {
    const box = field.closest(".wl-date").getBoundingClientRect(), own = popup().getBoundingClientRect();
    const below = box.bottom + own.height + 8 < innerHeight || box.top < own.height;
    const start = document.documentElement.dir === "rtl" ? box.right - own.width : box.left;
    popup().style.top = `${Math.max(8, Math.min(below ? box.bottom + 4 : box.top - own.height - 4, innerHeight - own.height - 8))}px`;
    popup().style.left = `${Math.max(8, Math.min(start, innerWidth - own.width - 8))}px`;
  };
  window.waslMonth = { popup, part, write, plain, weekday, draw, beside };
})();
