/* What is typed into a form[data-draft] outlives a lost connection, a closed tab and an ended session: it is kept here as
   it is typed, forgotten when it is saved or given up ([data-draft-end]), and else offered when the form is drawn again.
   What was restored is sent with the `seen` of its own time, so that the server asks about what changed meanwhile. */
(() => {
  "use strict";
  const { waslDraftStore: store, waslDraftFields: fields } = window;
  const drawn = new WeakMap(); // form → what it said when it was drawn
  const below = new WeakMap(); // form → an earlier draft that was neither restored nor given up
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const differing = (said, from) => Object.fromEntries(Object.entries(said).filter(([name, list]) => !same(list, from[name] ?? [])));

  const keep = (form) => {
    const earlier = below.get(form);
    const values = { ...earlier?.values, ...differing(fields.read(form), drawn.get(form)) };
    const seen = earlier ? earlier.seen : form.elements.seen?.value;
    if (Object.keys(values).length) store.put(store.keyOf(form), { seen, values });
    else store.drop(store.keyOf(form));
  };

  const restore = (form) => {
    const draft = store.get(store.keyOf(form));
    below.delete(form);
    if (!draft) return;
    if (draft.seen && form.elements.seen) form.elements.seen.value = draft.seen;
    fields.write(form, draft.values);
    window.waslDraftNote.close(form);
  };
  const forget = (form) => {
    below.delete(form);
    store.drop(store.keyOf(form));
    window.waslDraftNote.close(form);
  };

  const meet = (form) => {
    if (drawn.has(form)) return;
    const now = fields.read(form);
    drawn.set(form, now);
    const draft = store.get(store.keyOf(form));
    const news = draft && Object.entries(draft.values).some(([name, list]) => name in now && !same(list, now[name]));
    if (draft) below.set(form, draft);
    if (news && !form.querySelector(".is-invalid")) window.waslDraftNote.open(form, draft);
  };
  const look = (root) => [...(root.matches?.("form[data-draft]") ? [root] : []), ...root.querySelectorAll("form[data-draft]")].forEach(meet);
  document.addEventListener("DOMContentLoaded", () => { store.sweep(); look(document); });
  document.addEventListener("htmx:load", (event) => look(event.detail.elt));

  const changed = (event) => { if (drawn.has(event.target.form)) keep(event.target.form); };
  for (const name of ["input", "change"]) document.addEventListener(name, changed);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-draft-end], [data-draft-restore]");
    const form = button?.form || button?.closest("form") || document.getElementById(button?.dataset.draftEnd);
    if (form) (button.matches("[data-draft-restore]") ? restore : forget)(form);
  });
  document.addEventListener("htmx:beforeOnLoad", ({ detail }) => { // before the answer takes the form's place
    const form = detail.requestConfig.verb === "post" && detail.elt.closest("form[data-draft], form[data-draft-ends]");
    if (form && detail.xhr.status < 400) forget(form);
  });
})();
