/* Small switches: parts of a record on a phone, showing a password, unsaved changes, Esc, Ctrl+Enter and focus in forms. */
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const part = event.target.closest("[data-part]");
    if (part) {
      const record = document.querySelector(".wl-rec");
      record.classList.remove("show-facts", "show-side");
      if (part.dataset.part) record.classList.add(part.dataset.part);
      part.parentElement.querySelectorAll("[data-part]").forEach((one) => one.setAttribute("aria-pressed", String(one === part)));
    }
    const reveal = event.target.closest("[data-reveal]");
    if (reveal) {
      const field = document.getElementById(reveal.dataset.reveal);
      field.type = field.type === "password" ? "text" : "password";
      reveal.setAttribute("aria-pressed", String(field.type === "text"));
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.target.closest(".is-editing")?.querySelector("[data-cancel]")?.click();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest("[data-submit-keys]")?.requestSubmit();
  });

  document.addEventListener("htmx:load", (event) => {
    const field = event.detail.elt.querySelector?.(".is-autofocus");
    field?.focus();
    field?.select?.();
  });

  // a fact that was edited where it stands keeps the focus, saved or not
  let edited = "";
  document.addEventListener("htmx:beforeSwap", ({ detail }) => { edited = detail.target.matches?.(".wl-fact.is-editing") ? detail.target.id : ""; });
  document.addEventListener("htmx:load", ({ detail }) => {
    if (edited && detail.elt.id === edited) detail.elt.querySelector(".wl-edit")?.focus();
  });

  let changed = false;
  const unsaved = (form) => {
    const words = form?.id && document.querySelector(`[data-savebar="${CSS.escape(form.id)}"] [data-changed]`);
    if (!words) return;
    words.textContent = words.dataset.changed;
    changed = true;
  };
  document.addEventListener("input", (event) => unsaved(event.target.form));
  // what came back with faults is not saved either
  unsaved(document.querySelector("form[id]:has([aria-invalid='true'])"));
  document.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
})();
