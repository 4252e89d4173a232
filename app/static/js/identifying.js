// Notices text that tells who somebody is, before it leaves the device: the same rules as core/identifying.py, read from
// the same file and held to the same examples. A finding is a guess, never a verdict.
import rules from "../../core/identifying.json" with { type: "json" };

const KINDS = ["mail", "id", "phone", "address", "kunya", "name", "met"];
const HEBREW = /[\u05d0-\u05ea]/;
const ARABIC = /[\u0620-\u06d3]/;
const CAPITAL = /^[A-Z\u00c0-\u00de][a-z\u00df-\u00ff'][A-Za-z\u00c0-\u00ff']*$/;

const same = new Map(Object.entries(rules.same).flatMap(([signs, to]) => [...signs].map((sign) => [sign, to])));
const equal = (text) => Array.from({ length: text.length }, (_, at) => same.get(text[at]) ?? text[at]).join("");
const words = (text) => new Set(equal(text).split(" ").filter(Boolean));
const sets = (group) => Object.fromEntries(Object.entries(group).map(([name, text]) => [name, words(text)]));

const [street, titles, kunya, met] = [rules.street, rules.titles, rules.kunya, rules.met].map(sets);
const [names, notNames] = [sets(rules.names), sets(rules.not_names)];
const endings = Object.fromEntries(Object.entries(rules.endings).map(([script, text]) => [script, text.split(" ")]));
const day = new RegExp(`^(?:${rules.day})$`);

// What may identify somebody, in the order of the text; where two rules meet, the surer one speaks.
export function find(text) {
  const whole = equal(text);
  const plain = whole.replace(new RegExp(rules.dates, "g"), (_, before, date) => before + " ".repeat(date.length));
  const tokens = tokensOf(whole);
  const found = [];
  for (const kind of KINDS) {
    for (const [start, end] of rules.numbers[kind] ? inNumbers(kind, plain) : inWords(kind, tokens, whole)) {
      if (found.every((one) => end <= one.start || start >= one.end)) found.push({ kind, start, end });
    }
  }
  return found.sort((one, other) => one.start - other.start);
}

// An Israeli ID number by its check digit: weights 1 and 2 in turn over nine digits.
export function isId(number) {
  const digits = [...number.padStart(9, "0")].map(Number);
  const weighed = digits.map((digit, place) => digit * (1 + (place % 2)));
  const total = weighed.reduce((sum, one) => sum + Math.floor(one / 10) + (one % 10), 0);
  return digits.length === 9 && digits.some(Boolean) && total % 10 === 0;
}

function tokensOf(whole) {
  const found = [];
  for (const match of whole.matchAll(new RegExp(rules.token, "g"))) {
    const led = match[0].replace(/^["']+/, "");
    const text = led.replace(/"+$/, "");
    const start = match.index + match[0].length - led.length;
    if (text) found.push({ word: text.replace(new RegExp(rules.marks, "g"), ""), start, end: start + text.length });
  }
  return found;
}

const scriptOf = ({ word }) => (HEBREW.test(word) ? "he" : ARABIC.test(word) ? "ar" : "en");
const isNumber = ({ word }) => /^[0-9]+$/.test(word);
const isNear = (between) => /^[ .-]{0,3}$/.test(between);

function* inNumbers(kind, plain) {
  for (const pattern of rules.numbers[kind]) {
    for (const match of plain.matchAll(new RegExp(pattern, "g"))) {
      const groups = match[2].match(/[0-9]+/g) || [];
      const number = groups.join("");
      if (kind === "id" && (!isId(number) || day.test(number))) continue;
      if (kind === "phone" && 2 * groups.length > number.length) continue;
      const start = match.index + match[1].length;
      yield [start, start + match[2].length];
    }
  }
}

function* inWords(kind, tokens, whole) {
  if (kind === "address") return yield* addresses(tokens, whole);
  if (kind === "met") return yield* afterMet(tokens, whole);
  const tells = kind === "name" ? isTitled : isKunya;
  for (let place = 0; place + 1 < tokens.length; place++) {
    const [first, second] = [tokens[place], tokens[place + 1]];
    if (tells(tokens[place - 1], first, second, whole.slice(first.end, second.start))) yield [first.start, second.end];
  }
}

function isTitled(before, { word, ...rest }, name, between) {
  const script = scriptOf({ word, ...rest });
  if (!isNear(between) || !between || isNumber(name) || (before && titles.behind.has(before.word))) return false;
  if (script === "he") return (titles.he_exact.has(word) || titles.he.has(bare(word, 2))) && mayBeName(name, true);
  if (script === "ar") {
    const isTitle = titles.ar_short.has(word)
      ? between.includes(".") && !(before && isNumber(before))
      : titles.ar_exact.has(word) || titles.ar.has(withArticle(word));
    return isTitle && mayBeName(name, true);
  }
  if (titles.en_capital.has(word)) return CAPITAL.test(name.word) && mayBeName(name, true);
  return titles.en.has(word.toLowerCase()) && !notNames.en.has(name.word.toLowerCase()) && name.word.length > 1;
}

function isKunya(_before, first, name, between) {
  if (/[^ -]/.test(between) || isNumber(name) || kunya.places.has(name.word.replace(/^ال/, ""))) return false;
  const script = scriptOf(first);
  if (script === "he") return kunya.he.has(bare(first.word, 1)) && !notNames.he.has(name.word);
  if (script === "ar") {
    const word = first.word.replace(/^[وفلب](?=ا[بم])/, "");
    if (kunya.ar_mother.has(word)) return names.ar.has(name.word);
    return kunya.ar.has(word) && !notNames.ar.has(name.word) && name.word.length > 1;
  }
  return kunya.en.has(first.word) && !kunya.places.has(name.word) && CAPITAL.test(name.word);
}

// Names behind "met with": what stands there is a person, the question is only whether it is said who.
function* afterMet(tokens, whole) {
  for (let place = 0; place + 1 < tokens.length; place++) {
    for (const length of [2, 1]) {
      const said = tokens.slice(place, place + length);
      const name = tokens[place + length];
      if (!name || !isPhrase(said, scriptOf(tokens[place]))) continue;
      const between = whole.slice(said[said.length - 1].end, name.start);
      if (/^[ -]{1,3}$/.test(between) && mayBeName(name) && fits(said, name)) yield [name.start, name.end];
      break;
    }
  }
}

function isPhrase(said, script) {
  const [first, second] = said.map(({ word }) => word);
  const phrase = said.map(({ word }) => word).join("+");
  if (met[script].has(script === "en" ? phrase.toLowerCase() : phrase)) return true;
  return script === "ar" && second === "ب" && met.ar_with.has(first);
}

// A bare "met" in Arabic takes its person with or without a "with" that is written as one with the name.
function fits(said, name) {
  const isJoined = said.length === 1 && met.ar_with.has(said[0].word) && name.word.startsWith("ب");
  return isJoined && name.word.length > 3 ? mayBeName({ ...name, word: name.word.slice(1) }) : true;
}

// isSure: a title says that a name follows.
function mayBeName(token, isSure = false) {
  const [word, script] = [token.word.replace(/'+$/, ""), scriptOf(token)];
  if (isNumber(token) || word.length < 2 || isSaidOtherwise(token, script)) return false;
  if (script === "en") return CAPITAL.test(token.word) && !notNames.en.has(token.word);
  if (names[script].has(word)) return true;
  if (notNames[script].has(word) || notNames[script].has(token.word)) return false;
  const hasEnding = endings[script].some((ending) => word.endsWith(ending));
  if (script === "he") return !word.startsWith("ה") && (isSure || !hasEnding);
  return isSure || !(word.startsWith("ال") || hasEnding);
}

// Titles and kunyas are found by their own rules.
function isSaidOtherwise({ word }, script) {
  if (script === "he") return titles.he.has(bare(word, 2)) || titles.he_exact.has(word) || kunya.he.has(word);
  if (script === "en") return titles.en.has(word.toLowerCase()) || titles.en_capital.has(word) || kunya.en.has(word);
  const isTitle = titles.ar_exact.has(word) || titles.ar.has(withArticle(word));
  return isTitle || kunya.ar.has(word) || kunya.ar_mother.has(word);
}

// A Hebrew word without its "and", "to", "in", "from", "that"; the word itself where none is left.
function bare(word, most) {
  for (let length = 0; length <= most; length++) {
    const rest = word.slice(length);
    if (![titles.he, kunya.he, street.before].some((set) => set.has(rest))) continue;
    return [...word.slice(0, length)].every((sign) => "ולבכשמה".includes(sign)) ? rest : word;
  }
  return word;
}

// An Arabic word without its "and", "with", "like", with "to the" as "the".
const withArticle = (word) => word.replace(/^[وف]?[بك]?(?=ال)/, "").replace(/^[وف]?لل/, "ال");

function* addresses(tokens, whole) {
  for (const [place, token] of tokens.entries()) {
    if (street.before.has(bare(token.word, 2)) || street.before.has(withArticle(token.word))) {
      const number = numberAfter(tokens, place, whole);
      if (number) yield [token.start, number.end];
    } else if (street.after.has(token.word) && place && CAPITAL.test(tokens[place - 1].word)) {
      yield* englishAddress(tokens, place, whole);
    }
  }
}

// The house number behind a street's name of one to three words.
function numberAfter(tokens, place, whole) {
  for (const [count, token] of tokens.slice(place + 1, place + 6).entries()) {
    if (isNumber(token)) return count && isHouse(tokens, place + 1 + count, whole) ? token : null;
    if (street.number.has(token.word)) continue;
    if (count > 2 || isNoStreet(token) || !isNear(whole.slice(token.end, token.end + 1))) return null;
  }
  return null;
}

const isNoStreet = (token) => notNames[scriptOf(token)].has(token.word) && !street.names.has(token.word);

function* englishAddress(tokens, place, whole) {
  let first = place - 1;
  while (first > 0 && place - first < 3 && CAPITAL.test(tokens[first - 1].word)) first--;
  const [before, after] = [tokens[first - 1], tokens[place + 1]];
  if (before && isNumber(before) && before.word.length < 5) yield [before.start, tokens[place].end];
  else if (after && isNumber(after) && isHouse(tokens, place + 1, whole)) yield [tokens[first].start, after.end];
}

// A number of up to four digits that is neither a time nor an amount of something.
function isHouse(tokens, place, whole) {
  const number = tokens[place];
  const after = tokens[place + 1]?.word || "";
  const isAmount = street.units.has(after) || street.units.has(after.toLowerCase());
  return number.word.length < 5 && !isAmount && !":%".includes(whole[number.end] || "?");
}
