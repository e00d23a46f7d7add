/* The reader's calendar for the date picker: days are UTC midnights in milliseconds, calendar days [year, month, day].
   The firsts of all months come from the server's own tables: browsers know others for lunar years before 1420. */
(() => {
  "use strict";
  const DAY = 86_400_000;
  const tables = {};
  let calendar = "gregorian";

  const build = () => {
    const [year, first, lengths] = JSON.parse(document.getElementById("datepicker").dataset.table), found = [];
    let day = Date.parse(first);
    for (const of of lengths) for (const length of monthsOf(parseInt(of, 16))) { found.push(day); day += length * DAY; }
    return { year, firsts: [...found, day] };
  };
  const monthsOf = (bits) => calendar === "jalali"
    ? [31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 29 + bits]
    : Array.from({ length: 12 }, (_, month) => 28 + ((bits >> (2 * month)) & 3));
  const monthAt = (day) => {
    const { firsts } = (tables[calendar] ??= build());
    let low = 0, high = firsts.length - 1;
    if (day < firsts[0] || day >= firsts[high]) return -1;
    while (high - low > 1) { const middle = (low + high) >> 1; if (firsts[middle] <= day) low = middle; else high = middle; }
    return low;
  };
  const fields = (day) => {
    if (calendar === "gregorian") { const on = new Date(day); return [on.getUTCFullYear(), on.getUTCMonth() + 1, on.getUTCDate()]; }
    const at = monthAt(day), { year, firsts } = tables[calendar];
    return at < 0 ? [NaN, NaN, NaN] : [year + Math.floor(at / 12), (at % 12) + 1, Math.round((day - firsts[at]) / DAY) + 1];
  };
  const find = ([year, month, date]) => {
    if (calendar === "gregorian") return Date.UTC(year, month - 1, date);
    monthAt(0);
    return (tables[calendar].firsts[(year - tables[calendar].year) * 12 + month - 1] ?? NaN) + (date - 1) * DAY;
  };
  const firstOf = (day) => day - (fields(day)[2] - 1) * DAY;
  const moved = (year, month) => find([year + Math.floor((month - 1) / 12), ((month - 1) % 12 + 12) % 12 + 1, 1]);
  const nextFirst = (day) => { const [year, month] = fields(day); return moved(year, month + 1); };
  const moveMonths = (day, count) => {
    const [year, month, date] = fields(day), first = moved(year, month + count);
    return first + (Math.min(date, Math.round((nextFirst(first) - first) / DAY)) - 1) * DAY;
  };
  window.waslCalendar = { DAY, fields, find, firstOf, nextFirst, moveMonths, use: (name) => { calendar = name; } };
})();
