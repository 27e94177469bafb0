// Finds what a hand goes to. Controls are filled by the mouse and the keyboard,
// but for those at which the browser opens a window of its own.
var filled;
var visible = e => !!e && e.checkVisibility({ visibilityProperty: true });
var at = e => {
  if (!e) return { kind: "is not there" };
  e.scrollIntoView({ block: "center", behavior: "instant" });
  const r = e.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + Math.min(r.height / 2, 20);
  if (!visible(e)) return { kind: "is not shown" };
  const top = document.elementFromPoint(x, y);
  if (!top || !(e.contains(top) || top.contains(e))) return { kind: "is covered by " + top?.outerHTML.slice(0, 80) };
  return { kind: "click", x, y };
};
// form finds the last form that asks all of it, and in which order it does.
var form = answers => {
  const names = Object.keys(answers);
  const asks = f => { const there = new Set([...f.elements].map(e => e.name)); return names.filter(n => there.has(n)); };
  filled = [...document.querySelectorAll("main form")].filter(f => asks(f).length === names.length).pop();
  const there = new Set((filled ? [...filled.elements] : []).map(e => e.name));
  return filled ? [...there].filter(n => names.includes(n)) : [];
};
// next finds what goes on to the next step of a form, from the one that is shown.
var next = f => at([...f.querySelectorAll('a[href^="#step-"]')].find(visible));
// sends finds the button that sends a form, wherever on the page it stands.
var sends = f => f.querySelector("button.main") ?? [...f.elements].find(e => e.type === "submit");
var control = (name, value, i) => {
  const all = [...filled.elements].filter(e => e.name === name);
  const e = all[0];
  if (e.type === "radio" || e.type === "checkbox") {
    const one = all.find(o => o.value === value);
    return at(one?.labels[0] ?? one);
  }
  if (e.tagName === "SELECT" || ["date", "datetime-local", "time"].includes(e.type)) {
    const one = all[i] ?? e;
    if (!visible(one)) return { kind: "is not shown" };
    one.value = value;
    one.dispatchEvent(new Event("input", { bubbles: true }));
    one.dispatchEvent(new Event("change", { bubbles: true }));
    return { kind: one.value === value ? "set" : "is not offered", x: 0, y: 0 };
  }
  return { ...at(e), kind: visible(e) ? "type" : "is not shown" };
};
