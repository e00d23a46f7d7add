/* Sends files to the record on the page, each by itself, so that one that is refused keeps no other back, and says beside
   its name why. attach.js says where they come from. */
(() => {
  "use strict";
  const { form, list, refuse, reason, offline } = window.waslAttachRows;
  const AT_ONCE = 2;
  const waiting = [];
  let sending = 0;
  let added = 0;
  const settle = (row, fault) => {
    sending -= 1;
    if (fault) refuse(row, fault);
    else { row.remove(); added += 1; }
    next();
    if (sending || !added) return;
    added = 0;
    document.body.dispatchEvent(new CustomEvent("changed", { bubbles: true }));
  };

  const send = ({ file, row }) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form().querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form().action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => { row.querySelector("progress").value = (100 * event.loaded) / event.total; });
    request.addEventListener("load", () => settle(row, request.status < 300 ? "" : reason(request)));
    request.addEventListener("error", () => settle(row, offline()));
    request.send(body);
  };

  const next = () => {
    while (sending < AT_ONCE && waiting.length) {
      sending += 1;
      send(waiting.shift());
    }
  };

  const add = (files) => {
    waiting.push(...files.map((file) => ({ file, row: list(file) })));
    form().scrollIntoView({ block: "nearest" });
    next();
  };

  addEventListener("beforeunload", (event) => { if (sending) event.preventDefault(); });
  window.waslAttach = { form, add, refuse: (name, words) => refuse(list({ name }), words) };
})();
