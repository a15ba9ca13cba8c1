"""What a test asks the browser about the page."""

from __future__ import annotations

_BOX = "e => { const {x, y, width, height} = e.getBoundingClientRect(); return {x, y, width, height}; }"

PROFILES = """() => [...document.querySelectorAll('.bar')].map(bar =>
  [...bar.querySelectorAll('.slice')].map(s => s.querySelector('.rail')?.textContent ?? ''))"""

BARS = f"""() => [...document.querySelectorAll('.bar')].map(bar =>
  ({{...({_BOX})(bar), slices: [...bar.querySelectorAll('.slice')].map({_BOX})}}))"""

SHARERS = f"""() => [...document.querySelectorAll('.cells')].map(cells => [...cells.children].map({_BOX}))"""

OVERLAPS = f"""selector => {{
  const boxes = [...document.querySelectorAll(selector)].map({_BOX});
  return boxes.filter((a, i) => boxes.slice(i + 1).some(b =>
    Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 0.5 &&
    Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 0.5));
}}"""

CUT_NAMES = """() => [...document.querySelectorAll('.cell b')].filter(b => {
  const name = b.getBoundingClientRect(), cell = b.closest('.cell').getBoundingClientRect();
  const text = document.createRange();
  text.selectNodeContents(b);
  const middle = (name.top + name.bottom) / 2, half = parseFloat(getComputedStyle(b).fontSize) / 2;
  return middle - half < cell.top - 1 || middle + half > cell.bottom + 1 || name.right > cell.right + 0.5;
}).map(b => b.textContent)"""

_COLOUR = """
  const channels = text => text.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const found = channels(getComputedStyle(e).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
"""

PAGE_LUMINANCE = f"() => {{ {_COLOUR} return luminance(behind(document.body)); }}"

LOW_CONTRAST = f"""() => {{ {_COLOUR}
  const own = e => [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.textContent.trim());
  const shown = e => e.checkVisibility() && e.closest('main, header');
  return [...document.querySelectorAll('body *')].filter(e => own(e) && shown(e)).filter(e => {{
    const [one, other] = [luminance(channels(getComputedStyle(e).color)), luminance(behind(e))];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) < 4.5;
  }}).map(e => [e.tagName, e.className, e.textContent]);
}}"""

BREAK_INSIDE = "elements => elements.map(e => getComputedStyle(e).breakInside)"

FADED_SERVICES = """() => {
  const spoken = e => (e.closest('[title]')).title.split(' in ')[0];
  const faded = [...document.querySelectorAll('.pod')].filter(e => Number(getComputedStyle(e).opacity) < 1);
  return [...new Set(faded.map(spoken))].sort();
}"""
