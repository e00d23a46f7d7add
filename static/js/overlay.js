/* Drawer and modal: a link marked data-drawer or data-modal opens there instead of as a page. Bootstrap keeps the
   focus inside, closes on Esc and gives the focus back. The server closes them with HX-Trigger {"close": {}}. */
(() => {
  "use strict";
  const places = {
    drawer: { panel: "drawer", target: "drawer", plugin: "Offcanvas" },
    modal: { panel: "modal", target: "modal-content", plugin: "Modal" },
  };
  const plugin = (place) => window.tabler[place.plugin].getOrCreateInstance(document.getElementById(place.panel));
  let opener = null;

  const open = (kind, url, source) => {
    const place = places[kind];
    opener = source || document.activeElement;
    window.htmx.ajax("GET", url, { target: `#${place.target}`, swap: "innerHTML" });
  };
  window.waslOverlay = { open };

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("[data-drawer], [data-modal]");
    if (!link) return;
    event.preventDefault();
    const kind = link.hasAttribute("data-drawer") ? "drawer" : "modal";
    if (kind === "modal" && link.closest("#drawer")) plugin(places.drawer).hide();
    open(kind, link.dataset[kind] || link.href, link);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const place = Object.values(places).find((one) => one.target === event.detail.target.id);
    if (!place) return;
    plugin(place).show();
    const panel = document.getElementById(place.target);
    const first = panel.querySelector("[data-focus], .is-invalid, [autofocus], .offcanvas-body :is(input, select, textarea):not([type=hidden]), .modal-body :is(input, select, textarea):not([type=hidden])");
    setTimeout(() => first?.focus(), 60);
  });

  document.addEventListener("close", () => Object.values(places).forEach((place) => plugin(place).hide()));
  for (const name of ["hidden.bs.offcanvas", "hidden.bs.modal"]) {
    document.addEventListener(name, (event) => {
      const place = Object.values(places).find((one) => one.panel === event.target.id);
      if (!place) return;
      document.getElementById(place.target).replaceChildren();
      const back = opener?.isConnected ? opener : opener?.id && document.getElementById(opener.id);
      back?.focus?.();
    });
  }
})();
