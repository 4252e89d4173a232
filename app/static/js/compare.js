// Compares a chosen or dropped file with the fingerprint that the page knows, without sending it anywhere.
// A browser that cannot (no secure connection) sends the form instead, as without scripts.
export function compare(form) {
  if (!crypto.subtle) return;
  const input = form.querySelector("input[type=file]");
  const status = form.querySelector("[role=status]");

  async function look(file) {
    const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const found = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const isSame = found === form.dataset.compare;
    const said = document.createElement("p");
    said.className = `notice notice-${isSame ? "success" : "danger"}`;
    said.textContent = isSame ? form.dataset.same : form.dataset.other;
    status.replaceChildren(said);
  }

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    look(input.files[0]);
  });
  input.addEventListener("change", () => input.files.length && look(input.files[0]));
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) look(event.dataTransfer.files[0]);
  });
}
