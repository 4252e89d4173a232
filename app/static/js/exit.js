const PRESSES = 3;
const WITHIN = 2000;

// data-exit: leaves at once and takes this page's place in the history. Escape three times does the same.
export function exit(link) {
  const go = (event) => {
    event.preventDefault();
    document.body.hidden = true;
    location.replace(link.href);
  };
  const presses = [];
  link.addEventListener("click", go);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses.push(event.timeStamp);
    if (presses.length >= PRESSES && event.timeStamp - presses[presses.length - PRESSES] < WITHIN) go(event);
  });
}
