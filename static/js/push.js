/* Lets this browser be told: asks its permission, and gives the server the address that its maker's service made for it
   (W3C Push API). Which of the sentences [data-push] is shown says why it cannot. */
(() => {
  "use strict";
  const form = document.getElementById("push");
  if (!form) return;
  const say = (why) => document.querySelectorAll("[data-push]").forEach((one) => { one.hidden = one.dataset.push !== why; });
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const bytes = (key) => Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

  const subscribe = async () => {
    const { pushManager } = await navigator.serviceWorker.ready;
    const asked = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) };
    const had = await pushManager.getSubscription();
    if (had && text(had.options.applicationServerKey) !== form.dataset.key) await had.unsubscribe(); // by a key of before
    return pushManager.subscribe(asked);
  };
  const allow = async () => {
    if ((await Notification.requestPermission()) !== "granted") return say("denied");
    const found = await subscribe().catch(() => null);
    if (!found) return say("failed");
    const body = new FormData(form);
    body.set("endpoint", found.endpoint);
    for (const name of ["p256dh", "auth"]) body.set(name, text(found.getKey(name)));
    const reply = await fetch(form.action, { method: "POST", body }).catch(() => null);
    if (reply?.ok) location.reload();
    else say("failed");
  };

  form.hidden = true;
  if (!("PushManager" in window && "Notification" in window && navigator.serviceWorker)) say("none");
  else if (Notification.permission === "denied") say("denied");
  else form.hidden = form.dataset.here === "yes";
  form.addEventListener("submit", (event) => { event.preventDefault(); allow(); });
})();
