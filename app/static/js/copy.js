// data-copy: a field and a button that copies it. The button exists only where a script can copy.
export function copy(element) {
  const field = element.querySelector("input");
  const button = element.querySelector("button");
  const status = element.querySelector("[role=status]");
  field.addEventListener("focus", () => field.select());
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      status.textContent = status.dataset.done;
    } catch {
      field.focus();
    }
  });
}
