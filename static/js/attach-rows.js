/* The lines of files that are on their way to a record: each with how far it is, or why it was refused. */
(() => {
  "use strict";
  const form = () => document.querySelector("[data-attach]");
  const spoken = () => document.getElementById("toasts").dataset;

  const list = (file) => {
    const row = form().querySelector("template").content.firstElementChild.cloneNode(true);
    row.querySelector("span").textContent = file.name;
    form().querySelector(".wl-uploads").append(row);
    return row;
  };

  const refuse = (row, words) => {
    const [note, close] = [row.querySelector(".invalid-feedback"), row.querySelector("button")];
    row.querySelector("progress").hidden = true;
    note.textContent = words;
    note.hidden = close.hidden = false;
    if (!row.offsetParent) window.waslToast({ text: words, tone: "red" }); // the card is folded away, on a phone
  };

  const reason = (request) => {
    if (request.status === 422) return request.responseText;
    return { 403: spoken().denied, 404: spoken().missing, 413: form().dataset.large, 429: spoken().busy }[request.status] || spoken().failed;
  };

  document.addEventListener("click", (event) => {
    event.target.closest(".wl-uploading button")?.closest("li").remove();
  });
  window.waslAttachRows = { form, list, refuse, reason, offline: () => spoken().offline };
})();
