/* Goes on by itself when the server answers again; as a visit, for what was sent must not be sent twice. */
(() => {
  "use strict";
  const EVERY = 5000;
  const ask = async () => {
    if ((await fetch("/healthz", { cache: "no-store" }).catch(() => null))?.ok) location.replace(location.href);
  };
  addEventListener("online", ask);
  setInterval(ask, EVERY);
})();
