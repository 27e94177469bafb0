// What reaches beyond the window, unless it scrolls within a part of the page.
(() => {
  const root = document.documentElement, width = root.clientWidth;
  if (root.scrollWidth <= width && innerWidth <= width + 20) return [];
  const within = e => { for (let p = e.parentElement; p; p = p.parentElement) if (/auto|scroll|hidden|clip/.test(getComputedStyle(p).overflowX)) return true; return false; };
  const wide = [...document.querySelectorAll("body *")].filter(e => {
    const at = e.getBoundingClientRect();
    return at.width > 0 && (at.right > width + 1 || at.left < -1) && !within(e);
  });
  return ["scrolls sideways: " + root.scrollWidth + " of " + width + " pixels"].concat(wide.slice(-3).map(e => e.outerHTML.slice(0, 160)));
})()
