/* The offer of a draft at the head of its form, in words of the page and the reader's calendar and digits. */
(() => {
  "use strict";
  const when = (at, { locale, zone }) => {
    const today = new Date().toDateString() === new Date(at).toDateString();
    const parts = { timeStyle: "short", timeZone: zone, ...(today ? {} : { dateStyle: "medium" }) };
    return new Intl.DateTimeFormat(locale, parts).format(at);
  };
  const close = (form) => form.querySelector(".wl-draft")?.remove();

  window.waslDraftNote = {
    close,
    open(form, draft) {
      close(form);
      const template = document.getElementById("draft-template");
      const note = template.content.firstElementChild.cloneNode(true);
      const words = note.querySelector("[data-text]");
      words.textContent = words.dataset.text.replace("{at}", when(draft.at, template.dataset));
      note.querySelector("[data-meanwhile]").hidden = !draft.seen || draft.seen === form.elements.seen?.value;
      (form.querySelector(".offcanvas-body, .modal-body") || form).prepend(note);
      const tab = form.matches(".tab-pane:not(.active)") && document.getElementById(form.getAttribute("aria-labelledby"));
      if (tab) window.tabler.Tab.getOrCreateInstance(tab).show(); // of several forms in tabs, the one with a draft is seen
    },
  };
})();
