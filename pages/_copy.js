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
  find('.copy').onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.text);
      tell(data.words.copied);
    } catch {
      tell(marked() ? data.words.copied : data.words.by_hand);
    }
  };
};
