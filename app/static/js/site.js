// The one script of every page. A behaviour is a function of an element; its data attribute says where it belongs.
import { breathe } from "./breathe.js";
import { compare } from "./compare.js";
import { copy } from "./copy.js";
import { deadline } from "./deadline.js";
import { draft } from "./draft.js";
import { keptForm } from "./entry-page.js";
import { entryPart, startEntries } from "./entries-near.js";
import { exit } from "./exit.js";
import { find } from "./find.js";
import { focus } from "./focus.js";
import { insert } from "./insert.js";
import { forget } from "./forget.js";
import { keepCard, keepExercise } from "./keep-card.js";
import { leave } from "./leave.js";
import { menu } from "./menu.js";
import { missing } from "./missing.js";
import { noticing } from "./noticing.js";
import { offline } from "./offline.js";
import { once } from "./once.js";
import { order } from "./order.js";
import { deliver, outbox, tellArrived } from "./outbox.js";
import { passkey } from "./passkey.js";
import { place } from "./place.js";
import { print } from "./print.js";
import { sheet, sheetSent } from "./sheet.js";
import { sitting } from "./sitting.js";
import { swap } from "./swap.js";
import { term } from "./term.js";
import { timer } from "./timer.js";
import { words } from "./words.js";

// The order matters on one element: whoever may take a submit over comes before whoever only watches it.
const behaviours = [
  ["data-forget", forget],
  ["data-sheet-sent", sheetSent],
  ["data-sheet", sheet],
  ["data-swap", swap],
  ["data-missing", missing],
  ["data-answer", outbox],
  ["data-draft", draft],
  ["data-noticing", noticing],
  ["data-sitting", sitting],
  ["data-leave", leave],
  ["data-once", once],
  ["data-passkey", passkey],
  ["data-print", print],
  ["data-exit", exit],
  ["data-menu", menu],
  ["data-term", term],
  ["data-find", find],
  ["data-timer", timer],
  ["data-breathe", breathe],
  ["data-compare", compare],
  ["data-copy", copy],
  ["data-deadline", deadline],
  ["data-order", order],
  ["data-place", place],
  ["data-words", words],
  ["data-insert", insert],
  ["data-offline", offline],
  ["data-keep-card", keepCard],
  ["data-keep-exercise", keepExercise],
  ["data-focus", focus],
  ["data-kept-form", keptForm],
  ["data-entry", entryPart("entryForm")],
  ["data-outbox", entryPart("outbox")],
  ["data-twice", entryPart("twice")],
];

function bind(root) {
  for (const [attribute, behaviour] of behaviours) {
    if (root.hasAttribute?.(attribute)) behaviour(root, bind);
    for (const element of root.querySelectorAll(`[${attribute}]`)) behaviour(element, bind);
  }
}

bind(document);
tellArrived();
deliver();
startEntries(bind);
