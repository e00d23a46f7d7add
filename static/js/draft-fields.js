/* What was typed into a form, and typing it again. Passwords, codes, files and hidden fields are never read, nor what is
   marked [data-no-draft]. */
(() => {
  "use strict";
  const NEVER = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);
  const SECRET = /password|one-time-code|cc-/;
  const kept = (one) => one.name && !NEVER.has(one.type) && !SECRET.test(one.autocomplete) && !one.closest("[data-no-draft]");
  const controls = (form) => [...form.elements].filter(kept);
  const ticks = (one) => one.type === "checkbox" || one.type === "radio";

  const choose = (select, wanted) => {
    const box = select.tomselect;
    for (const [value, label] of wanted) { // what the server found for this field then may not be among its choices now
      if (box) box.addOption({ [box.settings.valueField]: value, [box.settings.labelField]: label });
    }
    const values = wanted.map(([value]) => value);
    if (box) box.setValue(select.multiple ? values : values[0] ?? "");
    else for (const option of select.options) option.selected = values.includes(option.value);
  };

  window.waslDraftFields = {
    /* {name: [[value, label], …]} of all fields; of boxes, only those that are ticked */
    read(form) {
      const said = {};
      for (const one of controls(form)) {
        const list = (said[one.name] ||= []);
        if (one.selectedOptions) for (const option of one.selectedOptions) list.push([option.value, option.text]);
        else if (!ticks(one) || one.checked) list.push([one.value]);
      }
      return said;
    },
    /* Writes such values where the form has fields of their names, as if by hand: other scripts hear of it. */
    write(form, said) {
      for (const [name, list] of Object.entries(said)) {
        controls(form).filter((one) => one.name === name).forEach((one, number) => {
          if (ticks(one)) one.checked = list.some(([value]) => value === one.value);
          else if (one.selectedOptions) choose(one, one.multiple ? list : list.slice(number, number + 1));
          else if (list[number]) one.value = list[number][0];
          if (one.tomselect && !one.selectedOptions) one.tomselect.setValue(one.value);
          for (const kind of ["input", "change"]) one.dispatchEvent(new Event(kind, { bubbles: true }));
        });
      }
    },
  };
})();
