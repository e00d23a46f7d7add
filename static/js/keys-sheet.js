/* The sheet of keys: opened by what is marked data-keys; its box switches single keys off, in this browser. */
(() => {
  "use strict";
  const OFF = "wasl-keys-off";
  window.waslKeysOff = () => {
    try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) document.getElementById("keys").showModal();
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-on]")) return;
    try { localStorage.setItem(OFF, event.target.checked ? "0" : "1"); } catch { /* a private window */ }
  });
  document.addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector("[data-keys-on]");
    if (box) box.checked = !window.waslKeysOff();
  });
})();
