/* While a record's form is being filled in: what of it is on record already is said, with a link. Saving asks again, with or
   without this script. Chromium 78, no library, no inline script. */
(function () {
  'use strict';
  var form = document.querySelector('form[data-alike]');
  if (!form) { return; }
  var WAIT = 700;
  var box = form.querySelector('[data-alike-notice]');
  var telling = form.getAttribute('data-telling').split(' ');
  var timer = null, asked = told(), number = 0, section = null;

  /* What the telling fields hold; a row's field is called mediationparty-0-name. */
  function told() {
    var found = [];
    new FormData(form).forEach(function (value, name) {
      if (telling.indexOf(name.replace(/-\d+-/, '--')) >= 0) { found.push(name + '=' + value); }
    });
    return found.join('\n');
  }
  function later(event) {
    section = event.target.closest('.form-section') || section;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  }
  function ask() {
    var now = told(), mine;
    if (now === asked) { return; }
    asked = now;
    number += 1;
    mine = number;
    var data = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { data.append(name, value); });
    var headers = { 'X-Requested-With': 'fetch', 'X-CSRFToken': form.querySelector('[name=csrfmiddlewaretoken]').value };
    fetch(form.getAttribute('data-alike'), { method: 'POST', body: data, headers: headers, credentials: 'same-origin' })
      .then(function (response) { return response.ok ? response.json() : null; })
      .then(function (answer) { if (answer && mine === number) { say(answer); } })
      .catch(function () { asked = null; });  // asked again with what is typed next
  }
  function say(answer) {
    box.textContent = '';
    box.hidden = !(answer.records.length || answer.remarks.length);
    if (box.hidden) { return; }
    var words = document.createElement('p'), list = document.createElement('ul');
    words.textContent = '可能重复：同样的内容已经录过，请先核对。';
    list.className = 'alike';
    answer.records.forEach(function (record) {
      var link = document.createElement('a');
      link.href = record.address;
      link.target = '_blank';
      link.rel = 'noopener';
      link.textContent = record.text + '（新窗口）';
      add(list, link);
    });
    answer.remarks.forEach(function (text) { add(list, document.createTextNode(text)); });
    box.appendChild(words);
    box.appendChild(list);
    if (section) { section.appendChild(box); }  // where somebody is typing, for a form can be longer than the screen
  }
  function add(list, what) {
    var item = document.createElement('li');
    item.appendChild(what);
    list.appendChild(item);
  }

  form.addEventListener('input', later);
  form.addEventListener('change', later);
}());
