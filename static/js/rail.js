/* The sidebar as a rail. A cookie remembers it, so the next page is drawn that way at once. */
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-rail]")) return;
  const app = document.querySelector(".wl-app");
  const narrow = matchMedia("(max-width: 1199.98px)").matches;
  const wide = narrow ? "pinned" : "open";
  app.dataset.nav = app.dataset.nav === wide || (!narrow && app.dataset.nav === "pinned") ? "rail" : wide;
  document.cookie = `sidebar=${app.dataset.nav}; path=/; max-age=31536000; SameSite=Lax`;
});
