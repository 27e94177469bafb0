// Marks what the tab key must reach, and keeps what it does. One of a group of
// radio buttons is a stop: the arrow keys go to the others.
(() => {
  const name = e => e.outerHTML.slice(0, 160);
  const radio = e => e.matches("input[type=radio]") ? (e.form?.action ?? "") + " " + e.name : null;
  const groups = new Set();
  const due = [...document.querySelectorAll("a[href],button,input:not([type=hidden]),select,textarea,summary,audio[controls],[tabindex='0']")]
    .filter(e => !e.disabled && e.checkVisibility({ visibilityProperty: true }))
    .filter(e => { const g = radio(e); if (g === null) return true; if (groups.has(g)) return false; groups.add(g); return true; });
  // From the top, wherever the page put the focus at first.
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  document.activeElement.blur();
  scrollTo(0, 0);
  const seen = new Set(), wrong = [];
  let last = null, round = false;
  document.addEventListener("focusin", event => {
    const e = event.target, style = getComputedStyle(e), at = e.getBoundingClientRect();
    seen.add(radio(e) ?? e);
    round ||= e === due[0] && last === due.at(-1);
    last = e;
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) wrong.push("focus does not show: " + name(e));
    if (at.width === 0 || at.height === 0 || at.bottom < 0 || at.top > innerHeight) wrong.push("focus is out of sight: " + name(e));
  });
  addEventListener("blur", () => { round ||= seen.size > 0; });
  window.reached = () => {
    const missing = due.filter(e => !seen.has(radio(e) ?? e)).map(e => "not reached: " + name(e));
    if (!round && last) missing.push("no way on from " + name(last));
    return { round, wrong: [...new Set(wrong)].concat(missing) };
  };
  return due.length;
})()
