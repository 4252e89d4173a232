// data-leave: the browser asks before unsaved words are lost.
export function leave(form) {
  const written = () => String(new URLSearchParams(new FormData(form)));
  let kept = written();
  let sent = false;
  form.addEventListener("kelim:saved", () => {
    kept = written();
  });
  form.addEventListener("submit", () => {
    sent = true;
  });
  addEventListener("pageshow", () => {
    sent = false;
  });
  addEventListener("beforeunload", (event) => {
    if (sent || !form.isConnected || written() === kept) return;
    event.preventDefault();
    event.returnValue = "";
  });
}
