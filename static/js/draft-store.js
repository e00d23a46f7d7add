/* Where drafts rest: this browser's storage, by person and address of the form. They end after a week, when somebody
   else signs in here, and at signing out (leave.js); a browser that keeps nothing has no drafts. */
(() => {
  "use strict";
  const MARK = "wasl-draft:";
  const LONGEST = 7 * 24 * 3600 * 1000; // ms
  const owner = () => document.body.dataset.user;
  const mine = () => `${MARK}${owner()}:`;
  const read = (key) => {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  };
  const drop = (key) => {
    try { localStorage.removeItem(key); } catch { /* nothing is kept here at all */ }
  };

  window.waslDraftStore = {
    drop,
    keyOf(form) {
      const at = new URL(form.getAttribute("hx-post") || form.getAttribute("action") || location.href, location.href);
      return mine() + at.pathname + at.search;
    },
    /* { at: ms, seen, values: {name: [[value, label], …]} }, or null */
    get: (key) => read(key),
    put(key, draft) {
      try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), ...draft })); } catch { /* full, or private */ }
    },
    sweep() {
      let keys = [];
      try { keys = Object.keys(localStorage).filter((key) => key.startsWith(MARK)); } catch { /* as above */ }
      const stale = (key) => !key.startsWith(mine()) || !(read(key)?.at > Date.now() - LONGEST);
      keys.filter(stale).forEach(drop);
    },
  };
})();
