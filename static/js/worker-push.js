/* The other half of the service worker: what comes from the server shows as a notification, and a click opens what it is
   about. The message is sealed on its way; crm.notify.push writes it: { title, body, url, tag, lang, dir }. */
(() => {
  "use strict";
  const { icon, badge } = self.WASL;

  self.addEventListener("push", (event) => {
    if (!event.data) return;
    const { title, url, ...shown } = event.data.json();
    event.waitUntil(self.registration.showNotification(title, { ...shown, icon, badge, data: { url } }));
  });

  const open = async (url) => {
    const pages = await self.clients.matchAll({ type: "window" });
    const near = pages.find((page) => new URL(page.url).pathname.split("/")[1] === url.split("/")[1]); // of that workspace
    if (!near) return self.clients.openWindow(url);
    await near.focus();
    return near.navigate(url);
  };
  self.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(event.notification.data.url));
  });
})();
