import { paragraph } from "./parts.js";

// data-deadline="seconds left" on the line that says until when: the minutes that are left, without hurry, read out at
// five and at one. At the end the page's form is handed in as it stands. The server's clock decides; the device only
// counts down from what the server said, so that a wrong clock harms nobody.
const LOOK = 1000;
const TRY_AGAIN = 3000;

export function deadline(line) {
  const words = line.dataset;
  const end = Date.now() + Number(words.deadline) * 1000;
  const face = document.createElement("span");
  const voice = paragraph("visually-hidden", "status");
  const said = new Set();
  let shown = "";
  let ended = 0;

  const minutesLeft = () => Math.ceil((end - Date.now()) / 60000);

  function say(minutes, text) {
    if (minutesLeft() > minutes || said.has(minutes)) return;
    said.add(minutes);
    voice.textContent = text;
  }

  function draw() {
    const minutes = minutesLeft();
    const text = ` · ${minutes > 1 ? words.left.replace("#", minutes) : words.last}`;
    if (text !== shown) face.textContent = shown = text;
  }

  function look() {
    if (!line.isConnected) return clearInterval(tick);
    if (Date.now() >= end) return finish();
    draw();
    say(1, words.one);
    if (!said.has(1)) say(5, words.five);
  }

  // An answer that is on its way is waited for.
  function finish() {
    const form = document.querySelector("form[data-answer]");
    if (!form) return location.reload();
    if (form.ariaBusy === "true" || Date.now() < ended + TRY_AGAIN) return;
    if (ended) return clearInterval(tick);
    ended = Date.now();
    delete form.dataset.missing;
    const mark = document.createElement("input");
    mark.type = "hidden";
    mark.name = "hand_in";
    mark.value = "1";
    form.append(mark);
    form.requestSubmit();
  }

  // Those minutes that had passed before this page was opened are not read out again.
  if (minutesLeft() < 5) said.add(5);
  if (minutesLeft() < 1) said.add(1);
  line.append(face);
  line.after(voice);
  const tick = setInterval(look, LOOK);
  look();
}
