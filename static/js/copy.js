/* Copies a text (data-copy="text", or data-copy-from="#id") and says so. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (!button) return;
  const source = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
  const text = source ? source.value ?? source.textContent : button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // no clipboard without TLS: leave it selected for Ctrl+C
    if (source?.select) source.select();
    else window.getSelection().selectAllChildren(source || button);
    return;
  }
  window.waslToast({ text: document.getElementById("toasts").dataset.copied, tone: "green" });
});
