// data-focus: an error summary is read out and reached first.
export function focus(element) {
  element.focus();
}
