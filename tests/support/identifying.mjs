// Runs the device's reader over the texts that stand on standard input; answers with what it found, and which of the
// numbers are ID numbers.
import { readFileSync } from "node:fs";
import { find, isId } from "../../app/static/js/identifying.js";

const { texts, numbers } = JSON.parse(readFileSync(0, "utf8"));
const found = texts.map((text) => find(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]));
process.stdout.write(JSON.stringify({ found, ids: numbers.filter(isId) }));
