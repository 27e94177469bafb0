// The gate, also while the laptop is gone: in the memory of this page alone.
const all = document, list = all.querySelector('[data-gate]');
const by = id => all.getElementById(id), main = list.closest('section'), bar = by('kept'), find = by('q');
const keeping = by('keeping').content.firstElementChild;
const ahead = Date.now() - list.dataset.gate; // of the laptop's clock
let kept = [], sending, shown; // {link, body, bad} in order; what was refused is bad, until they are asked again

const say = (id, yes = true) => { by(id).hidden = !yes; };
const state = (link, text) => { link.querySelector('.state').textContent = text; };
const name = () => [...crypto.getRandomValues(new Uint8Array(21)), 0].map(b => 'ABCDEFGHIJKLMNOP'[b % 16]).join('');
const waiting = () => kept.filter(k => !k.bad);
const drop = link => { kept = kept.filter(k => !k.bad || k.link != link); };
const ask = (url, body) => fetch(url, { method: body ? 'POST' : 'GET', body, signal: AbortSignal.timeout(9000) });
const fields = form => new URLSearchParams(new FormData(form));
const row = (page, link) => page.querySelector(`[data-number="${link.dataset.number}"]`);
const section = async r => new DOMParser().parseFromString(await r.text(), 'text/html').querySelector('section.gate');

const count = () => {
  bar.hidden = !kept[0];
  say('refused', kept.some(k => k.bad));
  bar.querySelector('output').textContent = kept.length;
  for (const k of kept) state(k.link, bar.dataset[k.bad ? 'again' : 'notRecorded']);
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
const gone = link => {
  if ('spared' in link.dataset) return back();
  show(link, keeping);
  shown.querySelector('h1').append(...[...link.cloneNode(true).childNodes].slice(0, 3));
  shown.querySelector('form').setAttribute('action', link.href + '/gate.answer');
  shown.querySelector('[name=id]').value = name();
};

// give records one act. An answer that does not arrive is kept.
const give = async (link, form, button) => {
  const body = fields(form), url = form.getAttribute('action'), answers = url.endsWith('answer');
  if (button.name) body.set(button.name, button.value);
  body.set('given', new Date(Date.now() - ahead).toISOString());
  shown.inert = true; // one tap
  await send();
  try {
    if (waiting()[0]) throw 0; // in order
    const page = await section(await ask(url, body));
    const now = row(page, link);
    if (!now) return show(link, page);
    state(link, now.querySelector('.state').textContent);
    if (answers) drop(link);
    say('recorded');
  } catch {
    if (!answers) return gone(link);
    shown.inert = false;
    if (button.value == 'yes' && !form.reportValidity()) return;
    drop(link);
    kept.push({ link, body });
  }
  count();
  back();
};
const send = async () => {
  if (sending || !waiting()[0]) return;
  sending = true;
  say('out', false);
  try {
    for (const k of waiting()) {
      const r = await ask(k.link.href + '/gate.answer', k.body);
      if (r.status == 401) { say('out'); break; }
      if (r.status > 499) break;
      if (k.bad = !r.redirected) continue;
      kept = kept.filter(o => o != k);
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
      if (!kept[0]) location = link.href;
    } catch { }
    gone(link);
  };
  const links = [...list.querySelectorAll('a')], some = () => links.some(a => !a.parentNode.hidden);
  const only = named => links.forEach(a => { a.parentNode.hidden = !named(a); });
  find.oninput = () => {
    say('nobody', false);
    only(a => a.textContent.toLowerCase().includes(find.value.toLowerCase()));
  };
  find.form.onsubmit = async e => {
    e.preventDefault();
    const typed = find.value;
    if (some()) return;
    try {
      const r = await ask(find.form.getAttribute('action'), fields(find.form));
      const page = await section(r), one = links.find(a => a.href == r.url);
      if (!page || find.value != typed) return;
      if (!one) {
        const found = r.redirected || page.querySelector('[data-number]');
        say('nobody', !found);
        only(a => row(page, a));
        if (found && !kept[0] && !some()) location = r.url; // seated since
        return;
      }
      find.value = '';
      find.oninput();
      show(one, page);
    } catch { } // gone
  };
  bar.querySelector('button').onclick = send;
  setInterval(send, 20000);
  addEventListener('beforeunload', e => { if (kept[0]) e.preventDefault(); });
}
