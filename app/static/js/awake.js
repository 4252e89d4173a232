// The screen stays on while something is followed with the eyes, where the device offers that.
const wanting = new Set();
let lock;

async function ask() {
  try {
    lock ??= await navigator.wakeLock?.request("screen");
    lock?.addEventListener("release", () => {
      lock = undefined;
    });
  } catch {
    lock = undefined;
  }
}

export function stayAwake(who) {
  wanting.add(who);
  ask();
}

export function maySleep(who) {
  wanting.delete(who);
  if (!wanting.size) lock?.release();
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && wanting.size) ask();
});
