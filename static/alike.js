/* While a record's form is being filled in: what of it is on record already is said, with a link. Saving asks again, with or
   without this script. Chromium 78, no library, no inline script. */
(() => {
  'use strict';
  const form = document.querySelector('form[data-alike]');
  if (!form) return;
  const WAIT = 700; // milliseconds after the last key
  const box = form.querySelector('[data-alike-notice]');
  const telling = form.getAttribute('data-telling').split(' ');
  let timer = null;
  let lastAsked = tellingValues();
  let question = 0; // its number: only the answer to the latest counts
  let section = null; // where somebody is typing

  /* What the telling fields hold; a row's field is called mediationparty-0-name. */
  function tellingValues() {
    const values = [];
    new FormData(form).forEach((value, name) => {
      if (telling.includes(name.replace(/-\d+-/, '--'))) values.push(`${name}=${value}`);
    });
    return values.join('\n');
  }

  function schedule(event) {
    section = event.target.closest('.form-section') || section;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  }

  async function ask() {
    const values = tellingValues();
    if (values === lastAsked) return;
    lastAsked = values;
    question += 1;
    const own = question;
    const data = new URLSearchParams();
    new FormData(form).forEach((value, name) => data.append(name, value));
    const token = form.querySelector('[name=csrfmiddlewaretoken]').value;
    const headers = { 'X-Requested-With': 'fetch', 'X-CSRFToken': token };
    const request = { method: 'POST', body: data, headers, credentials: 'same-origin' };
    try {
      const response = await fetch(form.getAttribute('data-alike'), request);
      const answer = response.ok ? await response.json() : null;
      if (answer && own === question) show(answer);
    } catch (error) {
      lastAsked = null; // asked again with what is typed next
    }
  }

  function show(answer) {
    box.textContent = '';
    box.hidden = !(answer.records.length || answer.remarks.length);
    if (box.hidden) return;
    const sentence = document.createElement('p');
    sentence.textContent = '可能重复：同样的内容已经录过，请先核对。';
    const list = document.createElement('ul');
    list.className = 'alike';
    answer.records.forEach((record) => addItem(list, linkTo(record)));
    answer.remarks.forEach((text) => addItem(list, document.createTextNode(text)));
    box.appendChild(sentence);
    box.appendChild(list);
    if (section) section.appendChild(box); // a form can be longer than the screen
  }

  function linkTo(record) {
    const link = document.createElement('a');
    link.href = record.address;
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = `${record.text}（新窗口）`;
    return link;
  }

  function addItem(list, content) {
    const item = document.createElement('li');
    item.appendChild(content);
    list.appendChild(item);
  }

  form.addEventListener('input', schedule);
  form.addEventListener('change', schedule);
})();
