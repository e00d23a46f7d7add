/* Files by dropping or choosing: sends them, shows how far it is, keeps the error beside the field. */
(() => {
  "use strict";
  const say = (form, text) => {
    const note = form.querySelector("[role=alert]");
    note.textContent = text;
    note.hidden = !text;
  };

  const send = (form) => {
    const bar = form.querySelector("progress");
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => { bar.value = (100 * event.loaded) / event.total; });
    request.addEventListener("load", () => {
      bar.hidden = true;
      if (request.status >= 400) return say(form, request.responseText.length < 300 && request.responseText || document.getElementById("toasts").dataset.failed);
      const next = request.getResponseHeader("HX-Redirect");
      if (next) return location.assign(next);
      form.reset();
      document.body.dispatchEvent(new CustomEvent("changed", { bubbles: true }));
    });
    request.addEventListener("error", () => { bar.hidden = true; say(form, document.getElementById("toasts").dataset.offline); });
    say(form, "");
    bar.value = 0;
    bar.hidden = false;
    request.send(new FormData(form));
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-upload]");
    if (form && event.target.type === "file" && event.target.files.length) send(form);
  });
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      const form = event.target.closest?.("[data-upload]");
      if (!form) return;
      event.preventDefault();
      form.classList.toggle("is-over", name === "dragenter" || name === "dragover");
      if (name !== "drop" || !event.dataTransfer.files.length) return;
      form.querySelector("[type=file]").files = event.dataTransfer.files;
      send(form);
    });
  }
})();
