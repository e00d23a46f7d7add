/* Light or dark. Runs before the first paint, so it is not deferred; "auto" follows the device. */
(() => {
  "use strict";
  const root = document.documentElement;
  const device = matchMedia("(prefers-color-scheme: dark)");
  const show = (theme) => {
    root.dataset.theme = theme;
    root.dataset.bsTheme = theme === "auto" ? (device.matches ? "dark" : "light") : theme;
    const around = document.querySelector("meta[name=theme-color]"); // what the device draws around the page
    if (around) around.content = around.dataset[root.dataset.bsTheme];
  };
  show(root.dataset.theme || "auto");
  device.addEventListener("change", () => show(root.dataset.theme));

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const named = form.id === "palette-post" && event.submitter?.name === "theme" ? event.submitter : null;
    if (!named && !form.matches("[data-theme-form]")) return;
    event.preventDefault();
    const theme = named?.value || (root.dataset.bsTheme === "dark" ? "light" : "dark");
    const body = new FormData(form);
    body.set("theme", theme);
    document.cookie = `theme=${theme}; path=/; max-age=31536000; SameSite=Lax`;
    show(theme);
    fetch(named?.formAction || form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  });
})();
