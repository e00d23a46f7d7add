/* Signing out leaves nothing of a person behind in this browser: no drafts, no list of what was opened lately, no
   notifications, and no way to send it more. */
document.addEventListener("submit", (event) => {
  const to = event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : event.target.getAttribute("action");
  const leaves = new URL(to || location.href, location.href).pathname.endsWith("/accounts/logout/");
  if (!leaves) return;
  try {
    Object.keys(localStorage).filter((key) => /^wasl-(draft|recent):/.test(key)).forEach((key) => localStorage.removeItem(key));
    sessionStorage.removeItem("wasl-sent");
  } catch { /* a browser that keeps nothing */ }
  navigator.serviceWorker?.getRegistration("/").then(async (worker) => {
    (await worker?.getNotifications?.())?.forEach((each) => each.close());
    (await worker?.pushManager?.getSubscription())?.unsubscribe();
  });
});
