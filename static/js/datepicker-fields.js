/* Gives every date field, also of what htmx brings, the button that opens its month. */
(() => {
  "use strict";
  const dress = (input) => {
    if (input.parentElement.classList.contains("wl-date") || !document.getElementById("datepicker")) return;
    const around = document.createElement("span");
    around.className = "wl-date";
    input.replaceWith(around);
    around.append(input, document.getElementById("datepicker-button").content.cloneNode(true));
    if (input.disabled) around.querySelector("button").disabled = true;
  };
  const look = (root) => root.querySelectorAll?.("input[data-calendar]").forEach(dress);
  document.addEventListener("DOMContentLoaded", () => look(document));
  document.addEventListener("htmx:load", (event) => look(event.detail.elt));
})();
