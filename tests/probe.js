// What axe does not see: run in the page, gives a list of [check, who, value]. want = {font, allowed}
(want) => {
  const found = [], doc = document.documentElement, main = document.querySelector('[data-testid=stMain]');
  const add = (check, who, value) => found.push([check, (who.innerText || who.getAttribute?.('aria-label') || who.tagName || '').trim().slice(0, 24), value]);
  const seen = e => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    return box.width > 1 && box.height > 1 && style.visibility !== 'hidden' && e.checkVisibility() && !e.closest('details:not([open]) > :not(summary)');
  };
  const channel = x => (x /= 255) <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4;
  const parts = colour => (colour.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = colour => { const [r, g, b] = parts(colour); return .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b); };
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
  const opaque = colour => { const p = parts(colour); return p.length < 4 || p[3] > .99; };
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (opaque(c)) return c; } return 'rgb(255,255,255)'; };
  const english = text => /[A-Za-z]{3,}/.test(text) && !want.allowed.some(word => text.includes(word));

  // words: size, line height, language, nothing cut off
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const e = node.parentElement, text = node.data.trim();
    if (!text || !seen(e) || e.closest('script, style, noscript, svg.main-svg, [data-testid=stIconMaterial], .unseen')) continue;
    const style = getComputedStyle(e), size = parseFloat(style.fontSize), line = parseFloat(style.lineHeight);
    const least = e.closest('.bar, .st-key-nav') ? Math.min(want.font, Math.max(18, innerWidth * .056)) : want.font;  // the row on top stays one row
    if (!e.closest('svg') && size < least - .01) add('font', e, size);
    if (!e.closest('svg') && text.length > 20 && line / size < 1.49) add('line height', e, +(line / size).toFixed(2));
    if (english(text)) add('english', e, text.slice(0, 40));
    for (let box = e; box && box !== main && box !== document.body; box = box.parentElement) {
      const o = getComputedStyle(box);
      if (/hidden|clip/.test(o.overflowY + o.overflowX) && box.clientHeight > 1
        && (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1)) { add('clipped', e, text.slice(0, 20)); break; }
    }
  }
  for (const e of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      const text = e.getAttribute(name);
      if (text && english(text)) add('english ' + name, e, text.slice(0, 40));
    }
  }

  // things to press: large, apart, with a border that is seen
  const things = [...new Set([...document.querySelectorAll('button, a[href], input:not([type=hidden]), textarea, summary, [role=radio], [role=checkbox], [role=combobox], [role=tab]')]
    .map(e => /^(radio|checkbox)$/.test(e.type) ? e.closest('label') || e : e))].filter(e => seen(e) && !e.closest('[data-testid=stSkipToContent]'));
  const boxes = things.map(e => e.getBoundingClientRect());
  const inline = e => e.tagName === 'A' && getComputedStyle(e).display === 'inline';
  things.forEach((e, i) => {
    if (e.matches('a[href^="tel:"]') && (boxes[i].height < 47.5 || boxes[i].width < 47.5)) add('target 48', e, `${Math.round(boxes[i].width)}x${Math.round(boxes[i].height)}`);
    if (inline(e)) return;
    const main = e.tagName === 'LABEL' || /^(继续|上一题|上一页|开始|先看结果)/.test(e.innerText || '');
    if (boxes[i].height < (main ? 60 : 44) - .5 || boxes[i].width < 43.5) add(main ? 'target 60' : 'target 44', e, `${Math.round(boxes[i].width)}x${Math.round(boxes[i].height)}`);
    for (let j = i + 1; j < things.length; j++) {
      const a = boxes[i], b = boxes[j];
      if (e.contains(things[j]) || things[j].contains(e) || inline(things[j])) continue;
      const apart = Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
      if (apart < 7.5 && apart >= -1) add('gap', e, `${Math.round(apart)} ${things[j].innerText?.slice(0, 9)}`);
    }
  });
  for (const e of document.querySelectorAll('button, input, label, label div, [role=group], [data-testid$=Input] div')) {
    if (!seen(e) || e.closest('[data-testid=stPlotlyChart]')) continue;
    const style = getComputedStyle(e);
    if (parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== 'none' && opaque(style.borderTopColor)
      && ratio(style.borderTopColor, ground(e.parentElement)) < 3
      && ratio(getComputedStyle(e).backgroundColor, ground(e.parentElement)) < 3) add('border', e, +ratio(style.borderTopColor, ground(e.parentElement)).toFixed(2));
  }

  if (doc.lang !== 'zh-CN') found.push(['lang', 'html', doc.lang]);
  for (const e of [doc, main]) if (e.scrollWidth > e.clientWidth + 1) found.push(['reflow', e.tagName, `${e.scrollWidth} > ${e.clientWidth}`]);
  if (main.querySelectorAll('h1').length !== 1) found.push(['one h1', 'main', main.querySelectorAll('h1').length]);
  return found;
}
