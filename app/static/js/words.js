// data-words="id" on a textarea: the element of that id counts along. data-least, data-most: how many are wanted.
export function words(area) {
  const line = document.getElementById(area.dataset.words);
  const [count, verdict] = [line.querySelector("[data-count]"), line.querySelector("[role=status]")];
  const [least, most] = [Number(area.dataset.least), Number(area.dataset.most)];

  function draw() {
    const number = area.value.trim().split(/\s+/).filter(Boolean).length;
    count.textContent = number;
    const state = most && number > most ? "long" : number < least ? "short" : "fits";
    const text = number && (least || most) ? verdict.dataset[state] : "";
    // Only what changes is read out.
    if (verdict.textContent !== text) verdict.textContent = text;
  }

  line.hidden = false;
  area.addEventListener("input", draw);
  draw();
}
