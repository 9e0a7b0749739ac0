/* What is typed into a form that is no record's lies in this browser, under the account, until the server says that it has it:
   `data-kept` names the form's place, `data-kept-under` around it whose it is. Offered again in the form itself.
   Without this script it is an ordinary form. Chromium 78, no library, no inline script. */
(function () {
  'use strict';
  var place = document.querySelector('[data-kept-under]');
  if (!place) { return; }
  var mine = 'kept/' + place.getAttribute('data-kept-under') + '/';
  var status = document.querySelector('[data-saved]');
  var leaving = false;

  function all(selector, within) { return Array.prototype.slice.call(within.querySelectorAll(selector)); }
  function storage(act) { try { return act(); } catch (e) { return null; } }
  function say(text) { if (status) { status.textContent = text; } }
  function slot(form) { return mine + form.getAttribute('data-kept'); }
  function fields(form) { return all('input:not([type=hidden]), textarea', form); }
  function isBox(field) { return field.type === 'checkbox'; }
  function nameOf(field) { return isBox(field) ? field.name + '=' + field.value : field.name; }
  function isTyped(field) { return isBox(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue; }
  function forms() { return all('form[data-kept]', place); }
  function forget(key) { storage(function () { localStorage.removeItem(key); }); }

  function remember(form) {
    var typed = {};
    fields(form).filter(isTyped).forEach(function (field) { typed[nameOf(field)] = isBox(field) ? field.checked : field.value; });
    if (!Object.keys(typed).length) { return forget(slot(form)); }
    var text = JSON.stringify(typed);
    if (!storage(function () { localStorage.setItem(slot(form), text); return true; })) { say('这台电脑存不下草稿，请及时保存'); }
  }

  function giveBack(form) {
    var typed = storage(function () { return JSON.parse(localStorage.getItem(slot(form))); });
    if (!typed) { return; }
    fields(form).forEach(function (field) {
      if (!(nameOf(field) in typed)) { return; }
      if (isBox(field)) { field.checked = typed[nameOf(field)]; } else { field.value = typed[nameOf(field)]; }
    });
    if (!fields(form).some(isTyped)) { return; }  // a page that was refused holds it itself, and only once
    for (var fold = form.closest('details'); fold; fold = fold.parentNode.closest('details')) { fold.open = true; }
    say('找回了上次没有保存的文字');
  }

  /* The address says which form the server has just taken. */
  var address = new URL(location.href), taken = address.searchParams.get('kept');
  if (taken) {
    forget(mine + taken);
    address.searchParams.delete('kept');
    history.replaceState(null, '', address.href);
  }
  forms().forEach(giveBack);

  document.addEventListener('input', function (event) {
    var form = event.target.form;
    if (!form || !form.hasAttribute('data-kept')) { return; }
    remember(form);
    say('还没有保存');
  });
  document.addEventListener('submit', function (event) {
    var form = event.target, name = document.createElement('input');
    leaving = true;
    if (!form.hasAttribute('data-kept')) { return; }
    name.type = 'hidden';
    name.name = 'kept';
    name.value = form.getAttribute('data-kept');
    form.appendChild(name);
  });

  /* Texts that save themselves are unsaved only while their own script says so. */
  window.addEventListener('beforeunload', function (event) {
    var open = forms().some(function (form) { return fields(form).some(isTyped); });
    if (leaving || !(open || place.hasAttribute('data-saving'))) { return; }
    event.preventDefault();
    event.returnValue = '';
  });
}());
