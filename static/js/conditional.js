/* A field that is asked for only where another one says so: [data-when='["name", ["value", …]]'], any value if none is
   named. The server looks again at what is sent, so without scripts all is asked for and what does not apply is left. */
(() => {
  "use strict";
  const said = (control) => {
    if (control.type === "checkbox" || control.type === "radio") return control.checked ? [control.value] : [];
    return control.selectedOptions ? [...control.selectedOptions].map((option) => option.value) : [control.value.trim()];
  };
  const place = (control) => control.closest(".wl-form > *");

  const look = (form) => {
    const asked = [...form.querySelectorAll("[data-when]")];
    const names = new Map();
    for (const control of asked) {
      const [name, wanted] = JSON.parse(control.dataset.when);
      if (!names.has(place(control))) names.set(place(control), [name, wanted]);
    }
    for (let round = 0; round <= names.size; round += 1) { // one that is not shown counts as empty for those after it
      for (const [row, [name, wanted]] of names) {
        const controls = [...form.elements].filter((one) => one.name === name && one.type !== "hidden");
        if (!row || !controls.length) continue;
        const values = place(controls[0])?.hidden ? [] : controls.flatMap(said).filter(Boolean);
        row.hidden = !values.some((value) => !wanted.length || wanted.includes(value));
      }
    }
  };

  const WITH = "form:has([data-when])";
  const all = (root) => [...(root.matches?.(WITH) ? [root] : []), ...(root.querySelectorAll?.(WITH) ?? [])].forEach(look);
  const change = (event) => { if (event.target.form?.querySelector("[data-when]")) look(event.target.form); };
  document.addEventListener("DOMContentLoaded", () => all(document));
  document.addEventListener("htmx:load", (event) => all(event.detail.elt));
  document.addEventListener("input", change);
  document.addEventListener("change", change);
})();
