/* What is typed into a form that is no record's lies in this browser, under the account, until the server says that it has it:
   `data-kept` names the form's place, `data-kept-under` around it whose it is. Offered again in the form itself.
   Without this script it is an ordinary form. Chromium 78, no library, no inline script. */
(() => {
  'use strict';
  const place = document.querySelector('[data-kept-under]');
  if (!place) return;
  const account = `kept/${place.getAttribute('data-kept-under')}/`;
  const status = document.querySelector('[data-saved]');
  let leaving = false;

  const say = (text) => {
    if (status) status.textContent = text;
  };
  const forms = () => [...place.querySelectorAll('form[data-kept]')];
  const fieldsOf = (form) => [...form.querySelectorAll('input:not([type=hidden]), textarea')];
  const slotOf = (form) => account + form.getAttribute('data-kept');
  const isBox = (field) => field.type === 'checkbox';
  const nameOf = (field) => (isBox(field) ? `${field.name}=${field.value}` : field.name);
  const isTyped = (field) => (isBox(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
  const hasTyped = (form) => fieldsOf(form).some(isTyped);

  /* The browser may refuse to keep anything, or be full. */
  function tryStorage(act) {
    try {
      return act();
    } catch (error) {
      return null;
    }
  }
  const forget = (slot) => tryStorage(() => localStorage.removeItem(slot));

  function remember(form) {
    const values = {};
    fieldsOf(form)
      .filter(isTyped)
      .forEach((field) => {
        values[nameOf(field)] = isBox(field) ? field.checked : field.value;
      });
    if (!Object.keys(values).length) {
      forget(slotOf(form));
      return;
    }
    const isKept = tryStorage(() => {
      localStorage.setItem(slotOf(form), JSON.stringify(values));
      return true;
    });
    if (!isKept) say('这台电脑存不下草稿，请及时保存');
  }

  function giveBack(form) {
    const values = tryStorage(() => JSON.parse(localStorage.getItem(slotOf(form))));
    if (!values) return;
    fieldsOf(form).forEach((field) => {
      if (!(nameOf(field) in values)) return;
      if (isBox(field)) field.checked = values[nameOf(field)];
      else field.value = values[nameOf(field)];
    });
    if (!hasTyped(form)) return; // a page that was refused holds it itself, and only once
    for (let fold = form.closest('details'); fold; fold = fold.parentNode.closest('details')) fold.open = true;
    say('找回了上次没有保存的文字');
  }

  /* The address says which form the server has just taken. */
  const address = new URL(location.href);
  const formTaken = address.searchParams.get('kept');
  if (formTaken) {
    forget(account + formTaken);
    address.searchParams.delete('kept');
    history.replaceState(null, '', address.href);
  }
  forms().forEach(giveBack);

  document.addEventListener('input', (event) => {
    const form = event.target.form;
    if (!form || !form.hasAttribute('data-kept')) return;
    remember(form);
    say('还没有保存');
  });

  document.addEventListener('submit', (event) => {
    const form = event.target;
    leaving = true;
    if (!form.hasAttribute('data-kept')) return;
    const name = document.createElement('input');
    name.type = 'hidden';
    name.name = 'kept';
    name.value = form.getAttribute('data-kept');
    form.appendChild(name);
  });

  /* Texts that save themselves are unsaved only while their own script says so. */
  window.addEventListener('beforeunload', (event) => {
    const isUnsaved = forms().some(hasTyped) || place.hasAttribute('data-saving');
    if (leaving || !isUnsaved) return;
    event.preventDefault();
    event.returnValue = '';
  });
})();
