const PATIENCE = 10000;

// data-once: a second press while the first is on its way is not a second order.
export function once(form) {
  let sent = false;
  const open = () => {
    sent = false;
    form.ariaBusy = "false";
  };
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    form.ariaBusy = "true";
    setTimeout(open, PATIENCE);
  });
  addEventListener("pageshow", open);
}
