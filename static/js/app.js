/* Makes the pages an app of the device: the worker that answers when no network does (worker.js), told who reads. */
(() => {
  "use strict";
  if (!navigator.serviceWorker) return; // not over plain http
  const { lang, dataset } = document.documentElement;
  navigator.serviceWorker.register("/sw.js").catch(() => {}); // a browser that is told to keep nothing
  navigator.serviceWorker.ready.then((found) => found.active.postMessage({ language: lang, theme: dataset.theme }));
})();
