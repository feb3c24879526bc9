// Two ways to hand the list on. Read aloud: the reader on top of the page is pressed, or what stands there in its place is said.
// One tap puts the text on the clipboard; where a browser has none, the text is marked to be copied by hand. What happened is said.
export default ({parentElement, data}) => {
  const find = selector => parentElement.querySelector(selector);
  const said = find('.copied'), text = find('textarea'), shown = find('details');
  find('.copy').textContent = data.words.copy;
  find('summary').textContent = data.words.see;
  text.setAttribute('aria-label', data.words.see);
  text.value = data.text;
  const tell = words => {
    said.textContent = '';
    setTimeout(() => { said.textContent = words; }, 60);
  };
  const marked = () => {
    shown.open = true;
    text.focus();
    text.setSelectionRange(0, text.value.length);
    return document.execCommand('copy');
  };
  const reader = document.querySelector('.bar .reader'), aloud = find('.aloud');
  const follow = () => {
    aloud.textContent = reader.textContent;
    aloud.hidden = reader.hidden;
    find('.silent').textContent = reader.hidden ? document.querySelector('.bar .mute').textContent : '';
  };
  aloud.onclick = () => reader.click();
  follow();
  const watch = new MutationObserver(follow);
  watch.observe(reader, {childList: true, attributes: true, characterData: true, subtree: true});
  find('.copy').onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.text);
      tell(data.words.copied);
    } catch {
      tell(marked() ? data.words.copied : data.words.by_hand);
    }
  };
  return () => watch.disconnect();
};
