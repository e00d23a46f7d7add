/* Passing messages: from the page, from HX-Trigger {"toast": {text, tone, undo}}, or from other scripts. */
(() => {
  "use strict";
  const STAY = 8000;
  const signs = { green: "circle-check", red: "alert-circle", amber: "alert-triangle" };
  const region = () => document.getElementById("toasts");

  // within the dialog that is open, if one is: nothing outside of it is seen or heard
  const above = () => document.querySelector("dialog:modal") || document.body;
  // what was told already, unless it can be taken back
  const again = (text) => [...region().querySelectorAll(".toast:not(:has(form))")]
    .find((toast) => toast.querySelector(".wl-toast-text").textContent === text);

  const leave = (toast) => setTimeout(() => toast.matches(":hover, :focus-within") ? leave(toast) : toast.remove(), STAY);

  const show = ({ text, tone = "", undo = "" }) => {
    const toast = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
    toast.dataset.tone = tone;
    toast.querySelector(".wl-toast-text").textContent = text;
    const use = toast.querySelector("svg use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#i-${signs[tone] || "info-circle"}`));
    if (undo) {
      const form = document.getElementById("undo-template").content.firstElementChild.cloneNode(true);
      form.setAttribute("hx-post", undo);
      toast.querySelector(".wl-toast-text").after(form);
    }
    again(text)?.remove();
    above().append(region());
    region().append(toast);
    window.htmx.process(toast);
    leave(toast);
    return toast;
  };
  window.waslToast = show;

  document.addEventListener("toast", (event) => show(event.detail));
  document.addEventListener("close", ({ target }) => target.matches?.("dialog") && document.body.append(region()), true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss-toast]")) event.target.closest(".toast").remove();
  });
  // not before the answer: what it triggers starts at the form and has to reach the page
  document.addEventListener("htmx:afterRequest", (event) => event.target.closest?.(".toast")?.remove());
  document.addEventListener("DOMContentLoaded", () => region()?.querySelectorAll(".toast").forEach(leave));
})();
