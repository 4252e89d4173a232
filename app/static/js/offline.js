// data-offline: a line that shows itself while there is no connection. Registers what keeps the help page on this device.
export function offline(note) {
  const update = () => {
    note.hidden = navigator.onLine;
  };
  addEventListener("online", update);
  addEventListener("offline", update);
  update();
  keepHelp();
}

async function keepHelp() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/service-worker.js", { scope: "/", updateViaCache: "none" });
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage("keep-help-fresh");
  } catch {
    // Private windows and old browsers refuse; the page works without.
  }
}
