// Keeps the list at a gate open, and what is answered while the laptop is gone, in
// the memory of this page alone (docs/decisions).
const all = document, list = all.querySelector('[data-gate]');
const by = id => all.getElementById(id), main = list.closest('section'), bar = by('kept'), find = by('q');
const keeping = by('keeping').content.firstElementChild;
const ahead = Date.now() - list.dataset.gate; // of the laptop's clock
const kept = []; // {link, body} in order
let sending, shown;

const say = (id, yes = true) => { by(id).hidden = !yes; };
const state = (link, text) => { link.querySelector('.state').textContent = text; };
const name = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
  .replace(/[+/=]/g, c => ({ '+': '-', '/': '_' }[c] || ''));
const ask = (url, body) => fetch(url, { method: body ? 'POST' : 'GET', body, signal: AbortSignal.timeout(9000) });
const section = async r => new DOMParser().parseFromString(await r.text(), 'text/html').querySelector('section.gate');

const count = () => {
  bar.hidden = !kept.length;
  bar.querySelector('output').textContent = kept.length;
  for (const k of kept) state(k.link, bar.dataset.notRecorded);
};
const back = () => { shown?.remove(); main.hidden = false; };
const show = (link, page) => {
  back();
  main.after(shown = all.importNode(page, true));
  main.hidden = true;
  shown.querySelector('[data-back]').onclick = e => { e.preventDefault(); back(); link.focus(); };
  shown.onsubmit = e => { e.preventDefault(); give(link, e.target, e.submitter); };
  shown.querySelector('h1').focus();
};
// gone asks from this page alone.
const gone = link => {
  if ('spared' in link.dataset) return back();
  show(link, keeping);
  shown.querySelector('h1').append(...[...link.cloneNode(true).childNodes].slice(0, 3));
  shown.querySelector('form').setAttribute('action', link.href + '/gate.answer');
  shown.querySelector('[name=id]').value = name();
};

// give records one act. An answer that does not arrive is kept.
const give = async (link, form, button) => {
  const body = new URLSearchParams(new FormData(form)), url = form.getAttribute('action');
  if (button.name) body.set(button.name, button.value);
  body.set('given', new Date(Date.now() - ahead).toISOString());
  shown.inert = true; // one tap
  await send();
  try {
    if (kept.length) throw 0; // in order
    const page = await section(await ask(url, body));
    const now = page.querySelector(`[data-number="${link.dataset.number}"] .state`);
    if (!now) return show(link, page);
    state(link, now.textContent);
    say('recorded');
  } catch {
    if (!url.endsWith('/gate.answer')) return gone(link);
    kept.push({ link, body });
    count();
  }
  back();
};
// send records what was kept.
const send = async () => {
  if (sending || !kept.length) return;
  sending = true;
  for (const id of ['out', 'refused']) say(id, false);
  try {
    for (const k of [...kept]) {
      const r = await ask(k.link.href + '/gate.answer', k.body);
      if (r.status == 401) { say('out'); break; }
      if (!r.redirected) { say('refused'); continue; }
      kept.splice(kept.indexOf(k), 1);
      state(k.link, bar.dataset.asked);
      say('entered');
    }
  } catch { } // gone again
  sending = false;
  count();
};

if (AbortSignal.timeout && 'submitter' in SubmitEvent.prototype) {
  list.onclick = async e => {
    const link = e.target.closest('a');
    if (!link || e.ctrlKey) return;
    e.preventDefault();
    say('recorded', false);
    try {
      const page = await section(await ask(link.href));
      if (page) return show(link, page);
      if (!kept.length) location = link.href;
    } catch { }
    gone(link);
  };
  const items = [...list.children], link = i => i.firstElementChild, some = () => items.some(i => !i.hidden);
  const only = named => items.forEach(i => { i.hidden = !named(i); });
  find.oninput = () => {
    say('nobody', false);
    only(i => i.textContent.toLowerCase().includes(find.value.toLowerCase()));
  };
  // Other spellings the laptop finds.
  find.form.onsubmit = async e => {
    e.preventDefault();
    const typed = find.value;
    if (some()) return;
    try {
      const r = await ask(find.form.getAttribute('action'), new URLSearchParams(new FormData(find.form)));
      const page = await section(r), one = items.map(link).find(a => a.href == r.url);
      if (!page || find.value != typed) return;
      if (!one) {
        const found = r.redirected || page.querySelector('[data-number]');
        say('nobody', !found);
        only(i => page.querySelector(`[data-number="${link(i).dataset.number}"]`));
        if (found && !kept.length && !some()) location = r.url; // seated since
        return;
      }
      find.value = '';
      find.oninput();
      show(one, page);
    } catch { } // gone
  };
  bar.querySelector('button').onclick = send;
  setInterval(send, 20000);
  addEventListener('beforeunload', e => { if (kept.length) e.preventDefault(); });
}
