// The browser's side of _frame.py. Loaded once a visit; a step of a page arrives through window.qingdan.waiting.

const NAME = '幸福清单', KEPT = 'xingfu-qingdan', SIZE = 'xingfu-qingdan-size', HELD = 'xingfu-qingdan-held';
const DAYS = 30;  // so long a device keeps what was filled in
const SIZES = ['20', '24', '30'], LARGER = ['大字', '再大些', '小字'];
const LONGEST = 20000;  // characters of a code
const TOLD = /^\S+ \S/;  // a step that says of what the page is, such as of which sample
const find = (selector, root = document) => root.querySelector(selector);
const root = document.documentElement;

// --- what this device keeps ----------------------------------------------------------------------------------------

const tab = {  // of this window, for as long as it is open: a number, no answer
  get() { try { return Number(sessionStorage.getItem(HELD)); } catch { return 0; } },
  set(number) { try { if (number) sessionStorage.setItem(HELD, number); else sessionStorage.removeItem(HELD); } catch { /* forbidden */ } },
};

const device = {  // a browser may refuse to keep anything: then nothing is kept
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { /* full or forbidden */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
};

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(n => String(n).padStart(2, '0')).join('-');
}

function kept() {
  let found;
  try { found = JSON.parse(device.get(KEPT)); } catch { found = null; }
  if (!found || typeof found.code !== 'string' || found.code.length > LONGEST) return null;
  const age = (Date.parse(today()) - Date.parse(found.day)) / 864e5;
  if (age >= 0 && age < DAYS) return found;
  device.drop(KEPT);
  return null;
}

function carried() {  // a code in the fragment: no server sees it, and it does not stay in the address
  const code = /^#r=([\w-]+)$/.exec(location.hash)?.[1];
  if (!code) return null;
  history.replaceState(history.state, '', location.pathname + location.search);
  return code.length > LONGEST ? null : {code, day: null};
}

addEventListener('storage', event => {  // 清除 in another window counts here too
  if (event.key === null || event.key === KEPT && event.newValue === null) location.reload();
});
addEventListener('hashchange', () => {
  const found = carried();
  if (found && seen.tell) seen.tell('found', found);
});

// --- a list that is nowhere but on this page -------------------------------------------------------------------------

addEventListener('beforeunload', event => {  // the browser asks in its own words
  if (!seen.unsaved || Date.now() - seen.away < 2000) return;
  event.preventDefault();
  event.returnValue = true;
});
document.addEventListener('click', event => {  // a call leaves the page where it is, though some browsers ask as if it did not
  if (event.target.closest?.('a[href^="tel:"]')) seen.away = Date.now();
}, true);

// --- steps, Back and Forward ---------------------------------------------------------------------------------------

const seen = {session: null, step: null, forgotten: 0, tell: null, title: '', wanted: null, asked: null, turn: 0, tries: 0, held: 0,
  unsaved: false, away: 0, again: null};
const places = new Map();  // the address of each step
const place = () => location.pathname + location.search;
const elsewhere = () => places.has(seen.step) && places.get(seen.step) !== place();

function mark(step, fresh = false) {
  places.set(step, place());
  if (fresh) push({step}, '');
  else history.replaceState({...history.state, step}, '');
}

function led(event) {
  const step = event.state?.step;
  if (step === undefined || !event.isTrusted) return;
  Object.assign(seen, {wanted: step, turn: seen.turn + 1, tries: 0});
  if (elsewhere() && seen.asked === null) return;  // another page: Streamlit opens it, `trace` sees to the step
  event.stopImmediatePropagation();  // the same page: Streamlit would run it again for nothing
  if (elsewhere()) later(step);  // a step is still asked for: it would arrive after the other page and open its own page again
  else ask(step);
}

addEventListener('popstate', led);  // after Streamlit, which runs the page again; the shell asks `led` before it
(window.qingdan ??= {waiting: []}).led = led;

const push = history.pushState.bind(history);
history.pushState = (state, ...rest) => {  // a run that was under way when Back was pressed must not put its address on top
  if (seen.wanted === null || state?.step !== undefined) push(state, ...rest);
};

function ask(step) {
  seen.asked = step;
  seen.tell?.('led', step);
}

function arrive(data, tell) {
  const first = seen.session === null, fresh = data.session !== seen.session;
  if (fresh) seen.again = TOLD.test(history.state?.step) ? history.state.step : null;  // what the window showed before it was loaded anew
  if (data.forgotten > (fresh ? 0 : seen.forgotten)) device.drop(KEPT);
  if (data.code && !fresh) device.set(KEPT, JSON.stringify({code: data.code, day: today()}));
  const moved = data.step !== seen.step;
  lend(data.large);
  const opened = !moved && data.part && data.part !== seen.part;
  Object.assign(seen, {session: data.session, step: data.step, part: data.part, forgotten: data.forgotten, tell});
  if ([data.step, data.led].includes(seen.asked)) seen.asked = null;
  trace(data, first);
  const lost = fresh && !data.held ? tab.get() : 0;  // the list of the desk went with the page it was on
  if (data.held || !fresh && seen.held) tab.set(data.held);
  Object.assign(seen, {held: data.held, unsaved: data.unsaved});
  if (fresh) {
    const found = carried() || !data.code && kept();
    if (found || lost || seen.again) tell('found', {...found, lost, again: seen.again});
  }
  if (moved && !fresh) seen.again = null;
  if (moved) hush();
  settle(data, moved && !first);
  if (opened) until(resting, () => {
    const held = seen.part === data.part && find(`.st-key-${data.part}`);
    if (!held) return;
    const first = find(':checked', held) ?? find('input', held);
    focus(first ?? heads());
    if (!first) find('[data-testid=stMain]').scrollTo(0, 0);
  });
}

function trace(data, first) {
  const here = history.state?.step;
  if (here === data.step) {
    places.set(here, place());
    if (seen.asked === null) seen.wanted = null;
    else later(here);  // the step asked for before may yet arrive, and nothing of it may enter the history
  } else if (first || here === undefined || data.step === seen.again) {  // the document, or an entry Streamlit made for a change of page
    const unseen = places.has(data.behind.at(-1)) ? [] : data.behind;
    [...unseen, data.step].forEach((step, n) => mark(step, n > 0));
  } else if (here !== seen.wanted) mark(data.step, true);
  else later(here, data.led === here);
}

function later(here, refused = false) {
  const turn = seen.turn;  // what an earlier Back waited for says nothing of this one
  setTimeout(until, 500, resting, () => turn === seen.turn && lead(here, refused));
}

function lead(here, refused) {  // Back or Forward led to `here`: does the page show it?
  if (seen.wanted !== here) return;
  if (seen.step === here) {
    Object.assign(seen, {wanted: null, asked: null});
    return;
  }
  if (refused || seen.tries > 2) {  // it does not know that step: the entry becomes what is shown
    seen.wanted = null;
    mark(seen.step);
    return;
  }
  seen.tries++;
  seen.asked = null;
  if (elsewhere()) dispatchEvent(new PopStateEvent('popstate', {state: history.state}));  // a change of page lost on the way
  else ask(here);
}

function until(ready, then, left = 100) {
  if (ready() || left < 1) then();
  else setTimeout(until, 50, ready, then, left - 1);
}

const resting = () => find('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning';
const heads = () => find('[data-testid=stMain] h1');

function settle(data, moved) {
  const current = () => seen.step === data.step;
  until(() => !current() || heads()?.innerText.trim() === data.heading.trim(), () => {
    if (!current()) return;
    entitle(data.heading);
    around();
    if (!moved) return;
    find('[data-testid=stMain]').scrollTo(0, 0);
    focus(heads());
    say(data.announce || data.heading);
  });
  until(() => !current() || resting(), () => {
    const wrong = current() && find('[data-testid=stMain] [data-testid=stAlertContentError]');
    if (!wrong) return;
    const how = find('.st-key-broken-again') ? '这一页出了错' : /^有.+?处要改/.exec(wrong.innerText.trim())?.[0] ?? '有一处要改';
    entitle(`${how}：${data.heading}`);
    find('[data-testid=stMain]').scrollTo(0, 0);
    focus(wrong);
    wrong.scrollIntoView({block: 'nearest'});
    say(how);
  });
}

function focus(element) {
  if (!element) return;
  if (!element.matches('input, textarea')) element.tabIndex = -1;
  if (document.activeElement === element) element.blur();
  element.focus({preventScroll: true});
}

function say(words) {
  const live = find('.unseen[role=status]');
  if (!live) return;
  live.textContent = '';
  setTimeout(() => { live.textContent = words; }, 60);
}

function entitle(heading) {
  seen.title = heading === NAME ? NAME : `${heading} · ${NAME}`;
  document.title = seen.title;
}

document.addEventListener('click', event => {  // 跳到正文 leads past the help bar and the way around
  if (!event.target.closest?.('[data-testid=stSkipToContent]')) return;
  event.preventDefault();
  event.stopPropagation();
  focus(heads());
  heads()?.scrollIntoView({block: 'nearest'});
}, true);

document.addEventListener('click', event => {  // a way to a part of the page is no step: the history stays, the part gets the focus
  const link = event.target.closest?.('[data-testid=stMain] a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  event.stopPropagation();
  const part = field(link) ?? document.getElementById(link.hash.slice(1)) ?? heads();
  focus(part);
  if (part === heads()) find('[data-testid=stMain]').scrollTo(0, 0);
  else part.scrollIntoView({block: part.matches('input') ? 'center' : 'start'});
}, true);

function field(link) {  // of a line that says what to put right on top: the first input of the question with the same words under it
  const all = selector => [...document.querySelectorAll(`[data-testid=stMain] ${selector}`)];
  const before = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  const said = link.hash === '#wrong' && all('[data-testid=stAlertContentError]').find(
    place => !place.contains(link) && place.innerText.trim() === link.innerText.trim());
  if (!said) return null;
  const part = said.closest('[class*=st-key-part]');  // of a question in several parts the one that lacks
  const head = part ?? all(':is(h1, h2)').filter(h => before(h, said)).at(-1);
  return all('input, textarea').find(input => (part ? part.contains(input) : before(head, input)) && before(input, said)) ?? said;
}

function around() {  // the way around is a landmark with a name, and says where one is
  const nav = find('.st-key-nav');
  if (!nav) return;
  nav.setAttribute('role', 'navigation');
  nav.setAttribute('aria-label', '网站导航');
  for (const link of nav.querySelectorAll('a')) {
    const here = link.getAttribute('href') ? link.pathname === location.pathname : location.pathname.endsWith('/');
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

// --- help: larger text, read aloud ---------------------------------------------------------------------------------

let own = null;  // the size chosen before the page was handed to somebody who needs the largest

function lend(large) {
  if (large === (own !== null)) return;
  const before = own;
  own = large ? root.dataset.size : null;
  resize(large ? SIZES.at(-1) : before, false);
}

function resize(size, keep = true) {
  root.dataset.size = SIZES.includes(size) ? size : SIZES[0];
  if (keep) device.set(SIZE, root.dataset.size);
  const button = find('.bar .bigger');
  if (button) button.textContent = LARGER[SIZES.indexOf(root.dataset.size)];
}

// What is pressed, and what stands over ways to other pages; the words above an input are hidden there and named in it.
const SILENT = '.bar, .unseen, .cut, .st-key-nav, nav, button, summary:not(.card *, .trip > *), .why, .up, [class*=st-key-rows-ways], '
  + '[data-testid=stElementContainer]:has(+ [class*=st-key-rows-ways], + * > [class*=st-key-rows-ways]), script, style, svg, '
  + '[data-testid=stIconMaterial], [data-testid=stCheckbox]:has([role=switch]), [aria-hidden=true]:not([data-testid=stWidgetLabel] > *)';
const BLOCK = '.line, .badge, p, li, h1, h2, h3, h4, h5, td, th, dt, dd, label, blockquote, figcaption, div';

function visible() {  // what stands on the page, line by line, without what is to be pressed
  const lines = [], main = find('[data-testid=stMainBlockContainer]');
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  let last = null, said = '';
  for (let node; (node = walk.nextNode());) {
    const parent = node.parentElement, box = parent.getBoundingClientRect();
    if (!node.data.trim() || parent.closest(SILENT) || box.width <= 1 || box.height <= 1) continue;
    const shut = parent.closest('details:not([open])');  // of a closed card what is seen of it
    if (shut && !find('summary', shut)?.contains(parent) || parent.checkVisibility?.() === false) continue;
    const block = parent.closest(BLOCK), badge = parent.closest('.card .badge')?.innerText;
    if (badge && badge === said) continue;  // of many cards alike it is said once
    said = badge ?? said;
    if (block === last) lines[lines.length - 1] += node.data;
    else lines.push(node.data);
    last = block;
  }
  return lines.map(spoken);
}

// Signs that a voice stumbles over, as they are said; a number to call digit by digit, no long number cut at its comma.
const SPOKEN = [
  [/[●◐○□“”]/g, ''], [/\b(1\d{4})\b(?![,.]?\d| ?[元人户份])/g, number => number.split('').join(' ')], [/(\d),(?=\d{3})/g, '$1'],
  [/写着〔([^〕]*)〕的/g, '写着$1的'], [/〔(\d{4})〕 ?/g, ' $1 年 '], [/〔文件[^〕]*〕/g, ''], [/（([^（）]{1,3})）(?=[\u4e00-\u9fff])/g, '$1'],
  [/(\d) ?\+ ?(?=\d)/g, '$1 加 '], [/ ?× ?/g, ' 乘 '], [/ ?÷ ?/g, ' 除以 '], [/元\/月/g, '元一个月'],
  [/[（）〔〕【】]| · |　/g, '，'], [/，+(?=[，。；：、？！]|$)/g, ''], [/([。；：、？！]|^)，+/g, '$1'], [/\s+/g, ' '],
];
const spoken = line => SPOKEN.reduce((said, [sign, put]) => said.replace(sign, put), line).trim();

const voice = () => speechSynthesis.getVoices().find(v => /^zh|^cmn/i.test(v.lang));
let reading = 0;  // which reading is going on; 0 = none

function mute() {
  hush();
  const button = find('.bar .reader');
  if (button) { button.hidden = true; find('.bar .mute').hidden = false; }
}

function hush() {
  reading = 0;
  window.speechSynthesis?.cancel();
  const button = find('.bar .reader');
  if (button) { button.textContent = '读给我听'; button.classList.remove('on'); }
}

function read() {
  if (reading) { hush(); return; }
  speechSynthesis.cancel();
  const mine = reading = Date.now(), button = find('.bar .reader');
  button.textContent = '停下';
  button.classList.add('on');
  const parts = visible().filter(Boolean).flatMap(line => line.match(/[^。；？！]+[。；？！]?/g) || []);  // long texts break off on some phones
  const waiting = setTimeout(() => { if (reading === mine) silent(); }, 3000);
  const silent = () => { mute(); say(find('.bar .mute')?.textContent); };
  parts.forEach((part, i) => {
    const words = new SpeechSynthesisUtterance(part);
    Object.assign(words, {lang: 'zh-CN', rate: 0.85, voice: voice() || null});
    words.onstart = () => clearTimeout(waiting);
    words.onerror = event => {
      clearTimeout(waiting);
      if (reading === mine && !/interrupted|canceled/.test(event.error)) silent();
    };
    if (i === parts.length - 1) words.onend = () => { if (reading === mine) hush(); };
    speechSynthesis.speak(words);
  });
}

function voices() {  // some phones have no voice at all, some none for Chinese: say so instead of a dead button
  if (!window.speechSynthesis || !window.SpeechSynthesisUtterance) { mute(); return; }
  const look = () => { if (speechSynthesis.getVoices().length && !voice()) mute(); };
  look();
  speechSynthesis.addEventListener?.('voiceschanged', look);
}

// --- files ---------------------------------------------------------------------------------------------------------

let wanted = null;  // where a file was asked for last

document.addEventListener('click', event => {
  const place = event.target.closest?.('[data-testid=stDownloadButton] button')?.closest('[data-testid=stDownloadButton]');
  if (!place) return;
  wanted = place;
  find('.stored', place)?.remove();
}, true);

const follow = HTMLAnchorElement.prototype.click;
HTMLAnchorElement.prototype.click = function () {  // Streamlit hands a file over by pressing a link that is nowhere on the page
  follow.call(this);
  if (!this.hasAttribute('download') || !wanted?.isConnected) return;
  if (wanted.closest('.st-key-desk-json')) seen.unsaved = false;
  const what = /^存成(.+?)(?:[（，]|$)/.exec(find('button', wanted)?.innerText.trim())?.[1] ?? '文件';
  const line = wanted.appendChild(Object.assign(document.createElement('p'), {className: 'stored'}));
  line.textContent = `${what}存好了，在这台设备的“下载”里找。`
    + (/MicroMessenger/.test(navigator.userAgent) ? '找不到，就点右上角，选“在浏览器打开”，再存。' : '');
  say(line.textContent);
};

// --- a cut connection ----------------------------------------------------------------------------------------------

function connection() {
  const app = find('[data-testid=stApp]'), line = find('.cut');
  const state = app?.dataset.testConnectionState;
  if (!line || !state) return;
  const cut = state !== 'CONNECTED';
  if (cut === 'cut' in root.dataset) return;
  if (cut) {
    root.dataset.cut = '';
    line.textContent = state === 'DISCONNECTED_FOREVER' ? '网断了，回答还在。请刷新这一页' : '网断了，回答还在。稍等一下';
  } else {
    delete root.dataset.cut;
    line.textContent = '';
    say('网通了');
    seen.tell?.('found', null);  // runs the page: a server started anew knows nobody, `arrive` then offers what is kept
  }
}

// --- the words of the frame ----------------------------------------------------------------------------------------

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const HAN = '日一二三四五六';
const WORDS = new Map(Object.entries({
  'Skip to main content': '跳到正文',
  'Connection error': '网断了', 'Page not found': '没有这一页', 'Please wait...': '请等一下', 'Loading...': '请等一下', 'Loading': '请等一下',
  'Script execution error': '这一页出了错', 'Unknown error': '出了错', 'Network error': '网断了', 'Try again': '再试一次',
  'Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:': '网断了，回答还在。稍等一下',
  'Streamlit server is not responding. Are you connected to the internet?': '网断了，回答还在。稍等一下',
  'Connection timed out.': '网断了，回答还在。稍等一下',
  'Connection lost. Please wait for the app to reconnect, then try again.': '网断了，回答还在。稍等一下',
  'streamlit run yourscript.py': '', 'CONNECTING': '正在连', 'Running...': '正在算', 'Stop': '停下', 'Rerun': '再来一次', 'Always rerun': '总是重来',
  'Close': '关上', 'Dialog': '对话框', 'Main menu': '菜单', 'Fullscreen': '放大看', 'Close fullscreen': '缩回去', 'View fullscreen': '放大看',
  'Exit fullscreen': '缩回去', 'Link to heading': '这一节的地址', 'Copy to clipboard': '复制', 'Copied': '复制好了', 'View less': '收起',
  'Upload': '选文件', 'Add files': '再选文件', 'Browse files': '选文件', 'Drag and drop a file here': '也可以把文件拖到这里',
  'Drag and drop file here': '也可以把文件拖到这里', 'Drag and drop files here': '也可以把文件拖到这里', 'Remove file': '去掉这个文件',
  'Error uploading file': '文件没有传上', 'File Uploader': '选文件', 'Download failed': '没有存下来',
  'Choose date': '选日期', 'Choose date and time': '选日期和钟点', 'Clear date': '清掉日期', 'Clear dates': '清掉日期', 'Date range': '起止日期',
  'Choose date range': '选起止日期', 'Calendar': '日历', 'Time': '钟点', 'Previous month.': '上个月', 'Next month.': '下个月',
  'Previous month': '上个月', 'Next month': '下个月', 'Previous': '前一个', 'Next': '后一个', 'year': '年', 'month': '月', 'day': '日',
  'yyyy/mm/dd': '年/月/日', 'YYYY/MM/DD': '年/月/日', 'yyyy-mm-dd': '年-月-日', 'YYYY-MM-DD': '年-月-日', 'yyyy': '年', 'mm': '月', 'dd': '日',
  'Use arrow keys to navigate dates. Enter to select. Escape to close.': '用方向键选日子，回车选中',
  'Choose an option': '点这里选', 'Choose options': '点这里选', 'Select an option': '点这里选', 'No results': '没有', 'No options to select.': '没有可选的',
  'No options to select': '没有可选的', 'Open': '打开', 'Selectbox': '选一项', 'Selectbox options': '可以选的', 'Multiselect': '选几项',
  'Multiselect options': '可以选的', 'Select all': '全选', 'Clear all': '全清掉', 'Clear value': '清掉', 'Clear entry': '清掉', 'Selected values': '选中的',
  'Increment': '加一', 'Decrement': '减一', 'Invalid input.': '请再看看', 'Show password': '显示', 'Hide password': '不显示',
  'Number is above the allowed range.': '数太大了', 'Number is below the allowed range.': '数太小了',
  'Press Enter to apply': '', 'Press Enter to submit form': '', 'Press Ctrl+Enter to apply': '', 'Press ⌘+Enter to apply': '',
  'Scrollable table': '可以左右滑的表', 'Scroll tabs left': '往左', 'Scroll tabs right': '往右', 'progress': '进度', 'Pagination': '翻页',
  'Next page': '下一页', 'Previous page': '上一页', 'Download as CSV': '存成表格', 'Search': '找', 'Close Search': '不找了',
  'Show/hide columns': '选要看的列', 'Toolbar action': '工具', 'empty': '空的', 'Empty': '没有填', 'more': '更多', 'Dismiss': '关上', 'file upload': '选文件', 'add icon': '', 'Error:': '请看看：', 'Collapse sidebar': '收起', 'Expand sidebar': '展开',
  'Custom Component': '这一部分', 'Your app is having trouble loading the component.': '这一部分没有装好，请刷新',
}));
MONTHS.forEach((name, i) => [name, name.slice(0, 3)].forEach(word => WORDS.set(word, `${i + 1} 月`)));
WEEKDAYS.forEach((name, i) => [name, name.slice(0, 3), name.slice(0, 2)].forEach(word => WORDS.set(word, HAN[i])));
const PARTS = {year: '年', month: '月', day: '日', hour: '时', minute: '分'};
const month = name => MONTHS.findIndex(full => full.slice(0, 3) === name.slice(0, 3)) + 1;
const PATTERNS = [
  [/^You have requested page .*$/s, '没有找到这一页，先看首页。'],
  [/^The page that you have requested does not seem to exist.*$/s, '没有找到这一页，先看首页。'],
  [/^Cannot connect to Streamlit.*$/s, '网断了，回答还在。稍等一下'],
  [/^(?:Limit )?(\d+)\s?MB per file(.*)$/s, (_, size) => `文件最多 ${size} 兆`], [/^• [A-Z0-9, ]+$/, ''],
  [/^([\d.]+)([KM]?B)$/, (_, size, unit) => Number(size) + ({B: ' 字节', KB: ' 千字节', MB: ' 兆'})[unit]],
  [/^.* files are not allowed\.$/, '不能用这种文件'], [/^File must be ([\d.]+)MB or smaller\.$/, (_, size) => `文件最多 ${Number(size)} 兆`],
  [/^(\d+) options? available\.$/, (_, n) => `有 ${n} 项可选`],
  [/^(year|month|day|hour|minute), (.+)$/, (_, part, name) => `${name}：${PARTS[part]}`],
  [/^\d+ – ([A-Z][a-z]+)$/, (all, name) => month(name) ? `${month(name)} 月` : all],
  [/^(?:Choose date, )([A-Z][a-z]+) (\d{4})$/, (all, name, year) => month(name) ? `选日期：${year} 年 ${month(name)} 月` : all],
  [/^([A-Z][a-z]+) (\d{4})$/, (all, name, year) => month(name) ? `${year} 年 ${month(name)} 月` : all],
  [/^(.*?)(?:[A-Z][a-z]+day),? ([A-Z][a-z]+) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(.*)$/s,
    (all, _, name, day, year) => month(name) ? `${year} 年 ${month(name)} 月 ${day} 日` : all],
  [/^Remove (.+)$/, (_, name) => `去掉 ${name}`], [/^Help for (.+)$/, (_, name) => `${name}的说明`],
  [/^Link to heading.*$/, '这一节的地址'], [/^Selected (.+)$/, (_, name) => `选中 ${name}`],
  [/^(.+)\. (?:Clear|Remove) value$/, (_, name) => `清掉 ${name}`],
];

function chinese(text) {
  const bare = text.trim();
  if (!/[A-Za-z]{2}/.test(bare)) return text;
  if (WORDS.has(bare)) return WORDS.get(bare);
  for (const [pattern, put] of PATTERNS) if (pattern.test(bare)) return bare.replace(pattern, put);
  return text;
}

function acknowledge() {  // a box with nothing to press but a small × gets a button with words
  const box = find('[data-testid=stDialog] [role=dialog]');
  if (!box || box.querySelectorAll('button').length !== 1) return;
  const close = find('button', box);
  const known = box.appendChild(Object.assign(document.createElement('button'), {type: 'button', className: 'known', textContent: '知道了'}));
  known.onclick = () => close.click();
  known.focus();
}

const NAMED = ['aria-label', 'title', 'placeholder', 'alt', 'aria-roledescription', 'aria-valuetext'];
const OURS = '[data-testid=stHtml], script, style, textarea, pre';  // what a page wrote itself stays as it is

function reword(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    if (node.parentElement?.closest(OURS)) return;
    const head = /^[SMTWF]$/.test(node.data) && node.parentElement?.closest('[data-testid=stDateInputCalendar] th');
    const put = head ? HAN[head.cellIndex] : chinese(node.data);
    if (put !== node.data) node.data = put;
  } else if (node.nodeType === Node.ELEMENT_NODE) {
    if (node.dataset.testid === 'stFileUploaderDropzone') node.setAttribute('role', 'group');  // it has a name and takes the focus
    for (const name of NAMED) {
      const now = node.getAttribute(name), put = now && chinese(now);
      if (put && put !== now) node.setAttribute(name, put);
    }
    node.childNodes.forEach(reword);
  }
}

function begin() {
  root.lang = 'zh-CN';
  resize(device.get(SIZE));
  reword(document.body);
  new MutationObserver(changes => {
    for (const change of changes) {
      if (change.type === 'childList') change.addedNodes.forEach(reword);
      else if (change.attributeName === 'data-test-connection-state') connection();
      else if (change.type === 'characterData' || NAMED.includes(change.attributeName)) reword(change.target);
      if (change.type === 'childList' && 'cut' in root.dataset) find('[data-testid=stDialog] button[aria-label=关上]')?.click();
    }
    if (!changes.some(change => change.type === 'childList')) return;
    if (!find('.st-key-nav [aria-current]')) around();  // it was drawn anew
    acknowledge();
  }).observe(document.body, {subtree: true, childList: true, characterData: true,
    attributes: true, attributeFilter: [...NAMED, 'data-test-connection-state']});
  new MutationObserver(() => {  // Streamlit names the window after the page on every run
    if (seen.title && document.title !== seen.title) document.title = seen.title;
  }).observe(document.head, {subtree: true, childList: true, characterData: true});
  const frame = window.qingdan ??= {waiting: []};
  frame.drain = () => { while (frame.waiting.length) arrive(...frame.waiting.shift()); };
  frame.visible = visible;
  frame.drain();
}

begin();

export default ({parentElement}) => {
  resize(root.dataset.size, own === null);
  voices();
  connection();
  find('.bigger', parentElement).onclick = () => {
    resize(SIZES[(SIZES.indexOf(root.dataset.size) + 1) % SIZES.length]);
    say(root.dataset.size === '20' ? '字变回原来的大小' : '字变大了');
  };
  find('.reader', parentElement).onclick = read;
};
