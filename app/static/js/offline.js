// data-offline: a line that shows itself while there is no connection. Once the page
// is whole, registers what keeps the help page on this device.
export function offline(note) {
  const update = () => {
    note.hidden = navigator.onLine;
  };
  addEventListener("online", update);
  addEventListener("offline", update);
  update();
  if (document.readyState === "complete") keepHelp();
  else addEventListener("load", keepHelp);
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
