/* Whether a form that left as a page of its own arrived. The server answers what it took by leading on to another page,
   so the next page that is reached that way from the form's own ends the draft. A form shown again, an error page or the
   sign-in page in between leaves it. */
(() => {
  "use strict";
  const SENT = "wasl-sent";
  const hash = /#.*/;

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.target.matches("form[data-draft], form[data-draft-ends]")) return;
    if (!navigator.onLine) {
      event.preventDefault();
      window.waslToast({ text: document.getElementById("toasts").dataset.offline, tone: "red" });
      return;
    }
    const sent = [window.waslDraftStore.keyOf(event.target), location.href.replace(hash, "")];
    try { sessionStorage.setItem(SENT, JSON.stringify(sent)); } catch { /* no drafts either */ }
  });

  let sent = null;
  try {
    sent = JSON.parse(sessionStorage.getItem(SENT));
    sessionStorage.removeItem(SENT);
  } catch { /* as above */ }
  const [way] = performance.getEntriesByType("navigation");
  if (sent && way?.redirectCount && document.referrer === sent[1]) window.waslDraftStore.drop(sent[0]);
})();
