/* Light or dark. Runs before the first paint, so it is not deferred; "auto" follows the device. */
(() => {
  "use strict";
  const root = document.documentElement;
  const device = matchMedia("(prefers-color-scheme: dark)");
  const show = (theme) => {
    root.dataset.theme = theme;
    root.dataset.bsTheme = theme === "auto" ? (device.matches ? "dark" : "light") : theme;
  };
  show(root.dataset.theme || "auto");
  device.addEventListener("change", () => show(root.dataset.theme));

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-theme-form]");
    if (!form) return;
    event.preventDefault();
    const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    const body = new FormData(form);
    body.set("theme", theme);
    document.cookie = `theme=${theme}; path=/; max-age=31536000; SameSite=Lax`;
    show(theme);
    fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  });
})();
