// What is written down on the device: entries of practice, and forms that were filled with somebody.
const ENTRY = {
  form: "/practicum/entries/new",
  list: "/practicum/entries",
  isBegun: ({ elements }) => Boolean(elements.what.value || elements.learning.value),
  labelOf: ({ elements: { what, day, starts, ends } }) => ({
    what: what.value ? what.selectedOptions[0].textContent.trim() : "",
    day: day.value,
    starts: starts.value,
    ends: ends.value,
  }),
  addressOf: (words) => `?${new URLSearchParams({ enrolment: words.get("enrolment") || "" })}`,
};

// A form is sent when it is finished, never along the way: half of it would ask somebody about an answer too early.
const MEASURE = {
  form: "/measures/new",
  list: "/measures",
  isBegun: () => false,
  labelOf: (form) => ({ what: form.dataset.label, day: form.elements.taken_on.value, starts: "", ends: "" }),
  addressOf: (words) => {
    const [enrolment, instrument] = ["enrolment", "instrument"].map((name) => words.get(name) || "");
    return `?${new URLSearchParams({ enrolment, instrument })}`;
  },
};

export const kindOf = (action) => (action.startsWith("/measures/") ? MEASURE : ENTRY);
export const LISTS = [ENTRY.list, MEASURE.list];
