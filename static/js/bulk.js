/* Bulk changes: "all that match" in the bulk bar, the field to edit; and the strip that shows how far a job is, be it a
   bulk change or an export. */
(() => {
  "use strict";
  const KEPT = "wasl-bulk-job";
  const bar = () => document.querySelector("[data-bulkbar]");
  const strip = () => document.getElementById("jobs");

  const show = (url) => {
    if (!strip()) return;
    strip().hidden = false;
    window.htmx.ajax("GET", url, { target: "#jobs", swap: "innerHTML" });
  };
  const forget = () => {
    sessionStorage.removeItem(KEPT);
    strip().hidden = true;
    strip().replaceChildren();
  };

  document.addEventListener("bulkjob", (event) => {
    sessionStorage.setItem(KEPT, event.detail.url);
    document.querySelector("[data-clear-selection]")?.click();
    show(event.detail.url);
  });
  document.addEventListener("DOMContentLoaded", () => {
    const url = sessionStorage.getItem(KEPT);
    const onItsPage = document.querySelector("main .wl-job");
    if (url && url.startsWith("/") && !onItsPage) show(url);
  });
  document.addEventListener("htmx:load", (event) => {
    const job = event.detail.elt.closest?.("#jobs [data-over]");
    if (!job) return;
    sessionStorage.removeItem(KEPT);
    window.htmx.trigger(document.body, "changed");
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.target.closest?.("#jobs")) forget();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#jobs [data-dismiss-job]")) forget();
    const all = event.target.closest("[data-select-matching]");
    if (all) {
      bar().dataset.matching = all.dataset.selectMatching;
      all.hidden = true;
      bar().querySelector("[data-count]").textContent = all.dataset.total;
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-bulk-field]")) {
      const address = new URL(event.target.form.getAttribute("hx-post"), location.href);
      address.searchParams.set("field", event.target.value);
      window.htmx.ajax("GET", address.pathname + address.search, { target: "#modal-content", source: event.target });
    }
  });
})();
