/* Files for the record on the page: chosen, photographed, dropped anywhere, or pasted. attach-send.js sends them. */
(() => {
  "use strict";
  const { form, add, refuse } = window.waslAttach;

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.closest("[data-attach]") || !input.files.length) return;
    add([...input.files]);
    input.value = "";
  });

  // dropped: the whole page takes them, unless something lies over it
  const takes = (event) => form() && event.dataTransfer?.types.includes("Files") && !document.querySelector(".modal.show, .offcanvas.show");
  let over = 0;
  const mark = (on) => { for (const one of [form(), document.querySelector(".wl-rec")]) one?.classList.toggle("is-over", on); };
  document.addEventListener("dragover", (event) => {
    if (!takes(event)) return;
    event.preventDefault();
    mark(true);
    clearTimeout(over);
    over = setTimeout(mark, 500, false); // leaving says nothing reliable; silence does
  });
  document.addEventListener("drop", (event) => {
    if (!takes(event)) return;
    event.preventDefault();
    mark(false);
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    const folders = items.map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry?.isDirectory).map((entry) => entry.name);
    for (const name of folders) refuse(name, form().dataset.folder);
    add([...event.dataTransfer.files].filter((file) => !folders.includes(file.name)));
  });

  // pasted: a picture of the screen comes as “image.png”, and is called by what it is and when it was taken
  const named = (file) => {
    const suffix = /^image(\.\w+)$/.exec(file.name)?.[1];
    if (!suffix) return file;
    const at = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString();
    return new File([file], `${form().dataset.pasted} ${at.slice(0, 10)} ${at.slice(11, 19).replaceAll(":", ".")}${suffix}`, { type: file.type });
  };
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    const typing = event.target.closest?.("input, textarea, [contenteditable]");
    if (!form() || !files.length || (typing && event.clipboardData.types.includes("text/plain"))) return;
    event.preventDefault();
    add(files.map(named));
  });
})();
