/* A <select data-select> finds as one types; with data-url it asks the server: GET ?q= → {"results": [{id, text, sub}]}. */
(() => {
  "use strict";
  const clean = (text) => { const box = document.createElement("span"); box.dir = "auto"; box.textContent = text; return box; };
  const line = (item) => {
    const row = document.createElement("div");
    row.append(clean(item.text));
    if (item.sub) { const sub = document.createElement("small"); sub.className = "wl-faint"; sub.append(clean(item.sub)); row.append(" ", sub); }
    return row;
  };

  const dress = (select) => {
    if (select.tomselect) return;
    const url = select.dataset.url;
    const remote = url && {
      valueField: "id", labelField: "text", searchField: [], preload: "focus", score: (query) => (item) => (item.id || !query ? 1 : 0),
      load: (query, done) => fetch(`${url}${url.includes("?") ? "&" : "?"}q=${encodeURIComponent(query)}`, { headers: { "HX-Request": "true" } })
        .then((reply) => reply.json()).then((data) => done(data.results)).catch(() => done()),
    };
    const box = new window.TomSelect(select, {
      create: select.hasAttribute("data-create"),
      plugins: select.multiple ? ["remove_button"] : [],
      allowEmptyOption: select.tagName === "SELECT",
      maxOptions: 200,
      loadThrottle: 200,
      render: { option: line, item: line, no_results: () => null, option_create: (data) => { const row = line({ text: data.input }); row.className = "create"; return row; } },
      ...remote,
    });
    select.setAttribute("aria-hidden", "true"); // its label has gone to the field that stands for it
    const none = remote && box.options[""]; // before all that the server finds, and gone while one types
    if (none) Object.assign(none, { text: "—", $order: 0, $id: `${select.id}-none` });
  };

  const look = (root) => root.querySelectorAll?.("select[data-select], input[data-select]").forEach(dress);
  document.addEventListener("DOMContentLoaded", () => look(document));
  document.addEventListener("htmx:load", (event) => look(event.detail.elt));
})();
