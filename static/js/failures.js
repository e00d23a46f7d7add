/* A request that failed is told, never lost: in words from the page, so that they are in the reader's language. */
(() => {
  "use strict";
  const words = (status) => {
    const { dataset } = document.getElementById("toasts");
    if (!status) return dataset.offline;
    return { 401: dataset.expired, 403: dataset.denied, 404: dataset.missing, 410: dataset.missing, 429: dataset.busy }[status] || dataset.failed;
  };
  document.addEventListener("htmx:responseError", (event) => {
    window.waslToast({ text: words(event.detail.xhr.status), tone: "red" });
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => window.waslToast({ text: words(0), tone: "red" }));
  }
})();
