/* Drawer and modal: a link marked data-drawer or data-modal opens there instead of as a page. Bootstrap keeps the
   focus inside, closes on Esc and gives the focus back. The server closes them with HX-Trigger {"close": {}}. */
(() => {
  "use strict";
  const places = {
    drawer: { panel: "drawer", target: "drawer", plugin: "Offcanvas" },
    modal: { panel: "modal", target: "modal-content", plugin: "Modal" },
  };
  const plugin = (place) => window.tabler[place.plugin].getOrCreateInstance(document.getElementById(place.panel));
  const placeOf = (panel) => Object.values(places).find((one) => one.panel === panel.id);
  let opener = null;

  const enter = (place) => {
    const fields = [...document.querySelectorAll(`#${place.target} :is([data-focus], .is-invalid, input, select, textarea)`)];
    const seen = fields.filter((field) => field.offsetParent && field.type !== "hidden");
    (seen.find((field) => field.matches("[data-focus], .is-invalid")) || seen[0])?.focus();
  };
  const open = (kind, url, source) => {
    const place = places[kind];
    if (!source?.closest(".modal, .offcanvas")) opener = source || document.activeElement; // else what opened that one
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

  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    const place = Object.values(places).find((one) => one.target === detail.target.id);
    place && plugin(place).show();
    place && enter(place); // once more below, when a panel that was closed has slid in and taken the focus
  });

  for (const name of ["shown.bs.offcanvas", "shown.bs.modal"]) {
    document.addEventListener(name, (event) => {
      const place = placeOf(event.target);
      if (place) enter(place); // and again, should the panel have it back on a slow device
      setTimeout(() => place && event.target === document.activeElement && enter(place), 50);
    });
  }
  // a moment later: the reply's other events start at the form that closing takes off the page
  document.addEventListener("close", () => setTimeout(() => Object.values(places).forEach((place) => plugin(place).hide())));
  for (const name of ["hidden.bs.offcanvas", "hidden.bs.modal"]) {
    document.addEventListener(name, (event) => {
      const place = placeOf(event.target);
      if (!place) return;
      document.getElementById(place.target).replaceChildren();
      const back = opener?.isConnected ? opener : opener?.id && document.getElementById(opener.id);
      back?.focus?.();
      if (back && document.activeElement !== back) back.closest("details")?.querySelector("summary").focus(); // a closed menu
    });
  }
})();
