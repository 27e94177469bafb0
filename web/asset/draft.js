// Keeps a form while it is filled in, so that a power cut takes at most the last
// seconds of it. The server seals it to whoever is signed in. The button that
// keeps it for later does the same without this.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const told = form.querySelector("[data-kept]");
  let waiting = 0, changed = false, sent = false, under = null;

  const keep = async () => {
    clearTimeout(waiting);
    waiting = 0;
    if (!changed || sent) return;
    changed = false;
    const said = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") said.append(name, value);
    under = new AbortController();
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: said, keepalive: true, redirect: "error", signal: under.signal });
      told.textContent = answer.ok && !changed ? told.dataset.kept : "";
    } catch {
      told.textContent = ""; // it is not kept, and nothing says that it is
    }
  };

  form.addEventListener("input", () => {
    changed = true;
    told.textContent = "";
    waiting ||= setTimeout(keep, 3000);
  });
  addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  form.addEventListener("submit", () => { sent = true; clearTimeout(waiting); under?.abort(); });
  addEventListener("pageshow", () => { sent = false; }); // who comes back goes on
}
