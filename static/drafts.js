/* What is typed into a record's form is never lost: it is kept as the account's draft on the server, and until the server has it in
   this browser, less ID numbers and phones. The form stays as it is until the server can take it.
   Without this script it is an ordinary form. Chromium 78, no library, no inline script. */
(() => {
  'use strict';
  const form = document.querySelector('form[data-draft]');
  if (!form) return;
  const WAIT = 1500; // milliseconds after the last key
  const LONGEST_WAIT = 10000; // after the first key that no draft has
  const RETRY = 8000;
  const KEPT_FOR = 7 * 24 * 3600 * 1000;

  const all = (selector, within) => [...(within || document).querySelectorAll(selector)];
  const hidden = (name) => form.querySelector(`[name=${name}]`).value;

  const account = hidden('account');
  const number = hidden('submission');
  const ownSlots = `draft/${account}/${form.getAttribute('data-draft')}/`;
  const slot = `${ownSlots}${number}/${Date.now()}`;
  const state = form.querySelector('[data-draft-state]');
  const mostBytes = parseInt(form.getAttribute('data-most'), 10);

  let unsaved = form.getAttribute('data-unsaved'); // what the page came with: a draft, or what was typed and refused
  let changes = 0; // since the page opened
  let changesKept = 0; // of them, those that the server has
  let since = 0; // when the first change was made that no draft has
  let timer = null; // until the draft is sent
  let polling = null; // while somebody else is signed in, or nobody
  let running = false; // a request is under way
  let waiting = []; // who hears how it ends
  let saving = false; // the record itself
  let leaving = false;
  let buttonPressed = null;
  let personalKept = {}; // personal numbers that the server has, by field
  let restoredFrom = null; // the slot in this browser that the page was filled in from

  /* The browser may refuse to keep anything, or be full. */
  function tryStorage(act) {
    try {
      return act();
    } catch (error) {
      return null;
    }
  }

  // ── What the form holds ──
  function fieldPairs() {
    const pairs = [];
    new FormData(form).forEach((value, name) => {
      if (name !== 'csrfmiddlewaretoken') pairs.push([name, value]);
    });
    return pairs;
  }

  const personalFields = () => all('[data-personal]', form);
  const personalNotKept = () => personalFields().filter((field) => field.value !== (personalKept[field.name] || ''));

  function labelOf(field) {
    const label = field.id && form.querySelector(`label[for="${field.id}"]`);
    const text = field.getAttribute('aria-label') || (label ? label.textContent : field.name);
    return text.replace('*', '').trim();
  }

  // ── What is said ──
  function say(text, linkText, address) {
    state.textContent = text;
    if (!linkText) return;
    const link = document.createElement('a');
    link.href = address;
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = linkText;
    state.appendChild(link);
  }

  /* What the browser may not hold is named. */
  function retypingNote() {
    const names = personalNotKept()
      .filter((field) => field.value)
      .map(labelOf);
    return names.length ? `离开这一页后须重填：${names.join('、')}。` : '';
  }

  // ── In the browser, until the server has it ──
  function remember() {
    const personal = personalFields().map((field) => field.name);
    const content = {
      at: Date.now(),
      fields: fieldPairs().filter(([name]) => !personal.includes(name)),
      retype: personalNotKept().map((field) => [field.name, labelOf(field)]),
    };
    const isKept = tryStorage(() => {
      localStorage.setItem(slot, JSON.stringify(content));
      return true;
    });
    if (!isKept) say('这台电脑存不下内容，请及时按“保存”');
  }

  const forget = (key) => tryStorage(() => localStorage.removeItem(key));

  // ── On the server ──
  function schedule() {
    if (polling) return;
    if (!timer) since = Date.now();
    clearTimeout(timer);
    timer = setTimeout(keep, Math.max(0, Math.min(WAIT, since + LONGEST_WAIT - Date.now())));
  }

  /* Send the draft, one at a time; `then` hears how it ended: kept, over (the session), refused or unexplained. */
  function keep(then) {
    clearTimeout(timer);
    timer = null;
    if (then) waiting.push(then);
    if (running) return;
    running = true;
    send(true);
  }

  function finish(outcome) {
    running = false;
    const listeners = waiting;
    waiting = [];
    listeners.forEach((then) => then(outcome));
  }

  async function send(mayRenew) {
    const changesSent = changes;
    const data = new URLSearchParams();
    fieldPairs().forEach(([name, value]) => data.append(name, value));
    data.append('draft', 'keep');
    if (data.toString().length > mostBytes) {
      refuseLength();
      return;
    }
    const personalSent = {};
    personalFields().forEach((field) => {
      personalSent[field.name] = field.value;
    });
    try {
      const response = await post(data);
      if (!isJson(response)) {
        explain(response, mayRenew);
        return;
      }
      const answer = await response.json();
      if (!answer.kept) {
        refuse(answer);
        return;
      }
      changesKept = changesSent;
      personalKept = personalSent;
      if (changes === changesSent) {
        forget(slot);
      } else {
        remember();
        schedule();
      }
      if (restoredFrom) {
        forget(restoredFrom);
        restoredFrom = null;
      }
      unsaved = unsaved || 'draft';
      history.replaceState(null, '', answer.address);
      say(`${answer.kept} 已自动存为草稿`);
      finish('kept');
    } catch (error) {
      tryLater('连不上服务器。');
      finish('refused');
    }
  }

  function post(data) {
    const headers = { 'X-Requested-With': 'fetch', 'X-CSRFToken': hidden('csrfmiddlewaretoken') };
    return fetch(location.href, { method: 'POST', body: data, headers, credentials: 'same-origin' });
  }

  const isJson = (response) => (response.headers.get('Content-Type') || '').includes('json');

  /* What an answer means that is none of the draft's own. */
  function explain(response, mayRenew) {
    if (response.status === 400 || response.status === 413) {
      refuseLength();
    } else if (response.status === 503) {
      tryLater('数据库暂时没有回应。');
      finish('refused');
    } else if (mayRenew && response.status !== 500) {
      renew(() => send(false));
    } else {
      finish('unexplained');
    }
  }

  function refuse(answer) {
    if (answer.trouble) tryLater(answer.trouble);
    else if (answer.other) askForOwner(answer.other);
    else if (answer.saved) say('这张表已在另一个窗口保存，这里的内容没有写入。', '打开那条记录', answer.saved);
    else say(`${answer.refused}。内容还在这一页。`);
    finish('refused');
  }

  function tryLater(reason) {
    remember();
    say(`${reason}内容还在这一页，也存在本机，稍后自动再存。${retypingNote()}`);
    timer = setTimeout(keep, RETRY);
  }

  function refuseLength() {
    say('内容太长，系统一次收不下，请删减或分成几次填写。内容还在这一页。');
    finish('refused');
  }

  // ── The session ──
  /* Another sign-in has another token: the form's own address tells it, and who is signed in. Then `go` on. */
  async function renew(go) {
    clearTimeout(polling);
    polling = null;
    try {
      const headers = { 'X-Requested-With': 'fetch' };
      const response = await fetch(location.href, { headers, credentials: 'same-origin' });
      if (isJson(response)) {
        const answer = await response.json();
        if (answer.account === account) {
          all('[name=csrfmiddlewaretoken]').forEach((field) => {
            field.value = answer.token;
          });
          go();
          return;
        }
        askForOwner('');
      } else if (response.redirected) {
        askToSignIn('登录已过期，');
      } else if (response.status >= 500) {
        tryLater('系统暂时没有回应。');
      } else {
        sayOutOfReach();
      }
      finish('over');
    } catch (error) {
      tryLater('连不上服务器。');
      finish('refused');
    }
  }

  function askToSignIn(reason) {
    remember();
    const sentence = `${reason}内容还在这一页，也存在本机。${retypingNote()}`;
    say(sentence, '在新窗口登录，再回到这一页', form.getAttribute('data-login'));
    polling = setTimeout(askAgain, RETRY);
  }

  function askForOwner(name) {
    askToSignIn(`现在登录的是${name ? `“${name}”` : '另一个账号'}，不是填写这一页的账号。`);
  }

  function sayOutOfReach() {
    remember();
    const reason = '您的角色或负责范围变了，或这条记录已移走，现在不能保存。';
    say(`${reason}内容还在这一页，也存在本机。${retypingNote()}`);
    polling = setTimeout(askAgain, RETRY);
  }

  function askAgain() {
    if (running) return;
    running = true;
    renew(() => send(false));
  }
  window.addEventListener('focus', () => {
    if (polling) askAgain();
  });

  // ── Typing, saving, leaving ──
  function noteChange() {
    changes += 1;
    remember();
    if (!polling) say('还没有保存');
    schedule();
  }
  form.addEventListener('input', noteChange);
  form.addEventListener('change', (event) => {
    if (event.target.type === 'file' || event.target.tagName === 'SELECT') noteChange();
  });
  form.addEventListener('click', (event) => {
    buttonPressed = event.target.closest('button[type=submit]') || buttonPressed;
  });

  /* The record is sent once the server has the draft, and so can take it; until then nothing on the page goes away. */
  form.addEventListener('submit', (event) => {
    if (leaving) return;
    event.preventDefault();
    if (saving || isTooLong()) return;
    saving = true;
    say('正在保存…');
    if (changes || unsaved) {
      keep(proceed);
      return;
    }
    running = true;
    waiting.push(proceed);
    renew(() => finish('kept'));
  });

  function proceed(outcome) {
    if (outcome === 'kept' && changesKept !== changes) {
      keep(proceed);
      return;
    }
    saving = false;
    if (outcome === 'kept' || outcome === 'unexplained') leave();
  }

  function leave() {
    leaving = true;
    if (buttonPressed && buttonPressed.name) addHidden(form, buttonPressed.name, buttonPressed.value);
    form.submit();
  }

  function addHidden(target, name, value) {
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = name;
    field.value = value;
    target.appendChild(field);
  }

  window.addEventListener('beforeunload', (event) => {
    if (leaving || !(changes || unsaved === 'typed')) return;
    event.preventDefault();
    event.returnValue = '';
  });
  all('[data-draft-number] form, .notice form').forEach((other) => {
    other.addEventListener('submit', () => {
      if (unsaved) leaving = true;
    });
  });

  // ── Length: the browser would cut what is pasted without a word ──
  const longestOf = (field) => parseInt(field.getAttribute('data-longest'), 10);
  const surplusOf = (field) => [...field.value].length - longestOf(field);

  form.addEventListener('focusin', (event) => {
    const longest = event.target.getAttribute('maxlength');
    if (!longest) return;
    event.target.removeAttribute('maxlength');
    event.target.setAttribute('data-longest', longest);
  });
  form.addEventListener('input', (event) => {
    if (event.target.hasAttribute('data-longest')) sayLength(event.target);
  });

  function sayLength(field) {
    const longest = longestOf(field);
    const surplus = surplusOf(field);
    let line = field.parentNode.querySelector('.length');
    if (!line) {
      line = document.createElement('p');
      field.parentNode.insertBefore(line, field.nextSibling);
    }
    line.className = surplus > 0 ? 'length field__error' : 'length help';
    line.setAttribute('role', surplus > 0 ? 'alert' : 'status');
    if (surplus > 0) line.textContent = `最多 ${longest} 个字，现在有 ${longest + surplus} 个，请删去 ${surplus} 个`;
    else line.textContent = surplus > -longest / 5 ? `还可以写 ${-surplus} 个字` : '';
  }

  function isTooLong() {
    const fields = all('[data-longest]', form).filter((field) => surplusOf(field) > 0);
    if (!fields.length) return false;
    fields.forEach(sayLength);
    fields[0].focus();
    say(`有 ${fields.length} 处太长，请删减后再保存`);
    return true;
  }

  // ── Text size: without leaving the page ──
  all('.textsize a').forEach((link) => {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      fetch(link.href, { credentials: 'same-origin', redirect: 'manual' }).catch(() => {});
      const [, size] = /text-size\/(\d+)\//.exec(link.href);
      document.documentElement.className = `text-${size}`;
      all('.textsize a').forEach((other) => other.removeAttribute('aria-current'));
      link.setAttribute('aria-current', 'true');
    });
  });

  // ── What an earlier visit could not send ──
  function offer(key, content) {
    const names = content.retype.map(([, label]) => label);
    const draftNumber = key.slice(ownSlots.length).split('/')[0];
    const serverDraft = document.querySelector(`[data-draft-number="${draftNumber}"]`);
    const sentence = document.createElement('p');
    sentence.textContent = `这台电脑上有 ${momentOf(content.at)} 没有来得及存到系统里的内容。`;
    if (names.length) sentence.textContent += `${names.join('、')}不存在电脑上，恢复后须重填。`;
    const actions = document.createElement('div');
    actions.className = 'actions actions--start';
    const body = document.createElement('div');
    body.appendChild(sentence);
    body.appendChild(actions);
    const box = document.createElement('div');
    box.className = 'notice notice--warn';
    box.setAttribute('role', 'status');
    box.appendChild(body);
    addButton(actions, '恢复', 'btn btn-default btn-sm', () => restore(key, content));
    addButton(actions, '丢弃', 'btn btn-plain btn-sm', () => {
      forget(key);
      box.parentNode.removeChild(box);
      if (serverDraft) serverDraft.hidden = false;
    });
    document.querySelector('[data-local-drafts]').appendChild(box);
    if (serverDraft) serverDraft.hidden = true; // it is older: this one holds all of it but what is named
  }

  function addButton(actions, label, look, act) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = look;
    button.textContent = label;
    button.addEventListener('click', act);
    actions.appendChild(button);
  }

  function momentOf(milliseconds) {
    const day = new Date(milliseconds);
    const minutes = String(day.getMinutes()).padStart(2, '0');
    return `${day.getMonth() + 1}月${day.getDate()}日 ${day.getHours()}:${minutes}`;
  }

  /* The server fills the form in, child rows and all; it writes nothing. */
  function restore(key, content) {
    const back = document.createElement('form');
    back.method = 'post';
    back.action = location.href;
    addHidden(back, 'csrfmiddlewaretoken', hidden('csrfmiddlewaretoken'));
    addHidden(back, 'draft', 'give-back');
    content.fields.forEach(([name, value]) => addHidden(back, name, value));
    content.retype.forEach(([name]) => addHidden(back, 'retype', name));
    tryStorage(() => sessionStorage.setItem('draft restored', key));
    document.body.appendChild(back);
    if (!changes) leaving = true;
    back.submit();
  }

  function offerEarlier() {
    Object.keys(localStorage).forEach((key) => {
      if (!key.startsWith('draft/')) return;
      const content = tryStorage(() => JSON.parse(localStorage.getItem(key)));
      if (!content || content.at < Date.now() - KEPT_FOR) forget(key);
      else if (key.startsWith(ownSlots) && key !== slot && key !== restoredFrom) offer(key, content);
    });
  }

  if (unsaved === 'typed') {
    restoredFrom = tryStorage(() => sessionStorage.getItem('draft restored'));
    remember();
    keep();
  }
  if (unsaved === 'draft') {
    personalFields().forEach((field) => {
      personalKept[field.name] = field.value;
    });
  }
  tryStorage(() => sessionStorage.removeItem('draft restored'));
  tryStorage(offerEarlier);
})();
