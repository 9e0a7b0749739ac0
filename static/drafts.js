/* What is typed into a record's form is never lost: it is kept as the account's draft on the server, and until the server has it in
   this browser, less ID numbers and phones. The form stays as it is until the server can take it.
   Without this script it is an ordinary form. Chromium 78, no library, no inline script. */
(function () {
  'use strict';
  var form = document.querySelector('form[data-draft]');
  if (!form) { return; }
  var WAIT = 1500, LONGEST_WAIT = 10000, RETRY = 8000, KEPT_FOR = 7 * 24 * 3600 * 1000;
  var account = hidden('account'), number = hidden('submission');
  var mine = 'draft/' + account + '/' + form.getAttribute('data-draft') + '/';
  var slot = mine + number + '/' + Date.now();
  var state = form.querySelector('[data-draft-state]');
  var most = parseInt(form.getAttribute('data-most'), 10);
  var unsaved = form.getAttribute('data-unsaved');
  var typed = 0, kept = 0, since = 0, timer = null, polling = null;
  var running = false, waiting = [], saving = false, leaving = false, pressed = null;
  var keptPersonal = {}, restoredFrom = null;

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function hidden(name) { return form.querySelector('[name=' + name + ']').value; }
  function storage(act) { try { return act(); } catch (e) { return null; } }

  // ── What the form holds ──
  function pairs() {
    var found = [];
    new FormData(form).forEach(function (value, name) {
      if (name !== 'csrfmiddlewaretoken') { found.push([name, value]); }
    });
    return found;
  }
  function personal() { return all('[data-personal]', form); }
  function body(action) {
    var data = new URLSearchParams();
    pairs().forEach(function (pair) { data.append(pair[0], pair[1]); });
    if (action) { data.append('draft', action); }
    return data;
  }
  function labelOf(field) {
    var label = field.id && form.querySelector('label[for="' + field.id + '"]');
    return (field.getAttribute('aria-label') || (label ? label.textContent : field.name)).replace('*', '');
  }
  function notKept() { return personal().filter(function (field) { return field.value !== (keptPersonal[field.name] || ''); }); }

  // ── What is said ──
  function say(text, link, address) {
    state.textContent = text;
    if (!link) { return; }
    var anchor = document.createElement('a');
    anchor.href = address;
    anchor.target = '_blank';
    anchor.rel = 'noopener';
    anchor.textContent = link;
    state.appendChild(anchor);
  }
  /* What the browser may not hold is named. */
  function retyping() {
    var names = notKept().filter(function (field) { return field.value; }).map(labelOf);
    return names.length ? '离开这一页后须重填：' + names.join('、') + '。' : '';
  }

  // ── In the browser, until the server has it ──
  function remember() {
    var secret = personal().map(function (field) { return field.name; });
    var open = pairs().filter(function (pair) { return secret.indexOf(pair[0]) < 0; });
    var retype = notKept().map(function (field) { return [field.name, labelOf(field)]; });
    var text = JSON.stringify({ at: Date.now(), fields: open, retype: retype });
    if (storage(function () { localStorage.setItem(slot, text); return true; }) !== true) { say('这台电脑存不下内容，请及时按“保存”'); }
  }
  function forget(key) { storage(function () { localStorage.removeItem(key); }); }

  // ── On the server ──
  function schedule() {
    if (polling) { return; }
    if (!timer) { since = Date.now(); }
    clearTimeout(timer);
    timer = setTimeout(keep, Math.max(0, Math.min(WAIT, since + LONGEST_WAIT - Date.now())));
  }

  /* Send the draft, one at a time; `then` hears how it ended: kept, over (the session), refused or unexplained. */
  function keep(then) {
    clearTimeout(timer);
    timer = null;
    if (then) { waiting.push(then); }
    if (running) { return; }
    running = true;
    send(true);
  }

  function finish(outcome) {
    running = false;
    var heard = waiting;
    waiting = [];
    heard.forEach(function (then) { then(outcome); });
  }

  function send(renewing) {
    var sent = typed, data = body('keep'), values = {};
    if (data.toString().length > most) { return tooMuch(); }
    personal().forEach(function (field) { values[field.name] = field.value; });
    post(data).then(function (response) {
      if (!isJson(response)) { return unread(response, renewing); }
      return response.json().then(function (answer) {
        if (!answer.kept) { return refused(answer); }
        kept = sent;
        keptPersonal = values;
        if (typed === sent) { forget(slot); } else { remember(); schedule(); }
        if (restoredFrom) { forget(restoredFrom); restoredFrom = null; }
        if (!unsaved) { unsaved = 'draft'; }
        history.replaceState(null, '', answer.address);
        say(answer.kept + ' 已自动存为草稿');
        finish('kept');
      });
    }).catch(function () {
      later('连不上服务器。');
      finish('refused');
    });
  }

  function unread(response, renewing) {
    if (response.status === 400 || response.status === 413) { return tooMuch(); }
    if (response.status === 503) { later('数据库暂时没有回应。'); return finish('refused'); }
    return renewing && response.status !== 500 ? renew(function () { send(false); }) : finish('unexplained');
  }
  function post(data) {
    var headers = { 'X-Requested-With': 'fetch', 'X-CSRFToken': hidden('csrfmiddlewaretoken') };
    return fetch(location.href, { method: 'POST', body: data, headers: headers, credentials: 'same-origin' });
  }
  function isJson(response) { return (response.headers.get('Content-Type') || '').indexOf('json') >= 0; }

  function refused(answer) {
    if (answer.trouble) { later(answer.trouble); }
    else if (answer.other) { other(answer.other); }
    else if (answer.saved) { say('这张表已在另一个窗口保存，这里的内容没有写入。', '打开那条记录', answer.saved); }
    else { say(answer.refused + '。内容还在这一页。'); }
    finish('refused');
  }
  function later(reason) {
    remember();
    say(reason + '内容还在这一页，也存在本机，稍后自动再存。' + retyping());
    timer = setTimeout(keep, RETRY);
  }
  function tooMuch() {
    say('内容太长，系统一次收不下，请删减或分成几次填写。内容还在这一页。');
    finish('refused');
  }

  // ── The session ──
  /* Another sign-in has another token: the form's own address tells it, and who is signed in. Then `go` on. */
  function renew(go) {
    var headers = { 'X-Requested-With': 'fetch' };
    clearTimeout(polling);
    polling = null;
    return fetch(location.href, { headers: headers, credentials: 'same-origin' }).then(function (response) {
      if (isJson(response)) {
        return response.json().then(function (answer) {
          if (answer.account !== account) { other(''); return finish('over'); }
          all('[name=csrfmiddlewaretoken]').forEach(function (field) { field.value = answer.token; });
          go();
        });
      }
      if (response.redirected) { signIn('登录已过期，'); } else if (response.status >= 500) { later('系统暂时没有回应。'); } else { beyond(); }
      finish('over');
    }).catch(function () {
      later('连不上服务器。');
      finish('refused');
    });
  }
  function signIn(reason) {
    remember();
    say(reason + '内容还在这一页，也存在本机。' + retyping(), '在新窗口登录，再回到这一页', form.getAttribute('data-login'));
    polling = setTimeout(again, RETRY);
  }
  function other(name) {
    signIn('现在登录的是' + (name ? '“' + name + '”' : '另一个账号') + '，不是填写这一页的账号。');
  }
  function beyond() {
    remember();
    say('您的角色或负责范围变了，或这条记录已移走，现在不能保存。内容还在这一页，也存在本机。' + retyping());
    polling = setTimeout(again, RETRY);
  }
  function again() {
    if (running) { return; }
    running = true;
    renew(function () { send(false); });
  }
  window.addEventListener('focus', function () { if (polling) { again(); } });

  // ── Typing, saving, leaving ──
  function changed() {
    typed += 1;
    remember();
    if (!polling) { say('还没有保存'); }
    schedule();
  }
  form.addEventListener('input', changed);
  form.addEventListener('change', function (event) { if (event.target.type === 'file' || event.target.tagName === 'SELECT') { changed(); } });
  form.addEventListener('click', function (event) {
    var button = event.target.closest('button[type=submit]');
    if (button) { pressed = button; }
  });

  /* The record is sent once the server has the draft, and so can take it; until then nothing on the page goes away. */
  form.addEventListener('submit', function (event) {
    if (leaving) { return; }
    event.preventDefault();
    if (saving || overlong()) { return; }
    saving = true;
    say('正在保存…');
    if (typed || unsaved) { return keep(proceed); }
    running = true;
    waiting.push(proceed);
    renew(function () { finish('kept'); });
  });
  function proceed(outcome) {
    if (outcome === 'kept' && kept !== typed) { return keep(proceed); }
    saving = false;
    if (outcome === 'kept' || outcome === 'unexplained') { leave(form, pressed); }
  }
  function leave(which, button) {
    leaving = true;
    if (button && button.name) { add(which, button.name, button.value); }
    which.submit();
  }
  function add(which, name, value) {
    var field = document.createElement('input');
    field.type = 'hidden';
    field.name = name;
    field.value = value;
    which.appendChild(field);
  }
  window.addEventListener('beforeunload', function (event) {
    if (leaving || !(typed || unsaved === 'typed')) { return; }
    event.preventDefault();
    event.returnValue = '';
  });
  all('[data-draft-number] form, .notice form').forEach(function (other) {
    other.addEventListener('submit', function () { if (unsaved) { leaving = true; } });
  });

  // ── Length: the browser would cut what is pasted without a word ──
  form.addEventListener('focusin', function (event) {
    var longest = event.target.getAttribute('maxlength');
    if (!longest) { return; }
    event.target.removeAttribute('maxlength');
    event.target.setAttribute('data-longest', longest);
  });
  form.addEventListener('input', function (event) { if (event.target.hasAttribute('data-longest')) { measure(event.target); } });
  function over(field) { return Array.from(field.value).length - parseInt(field.getAttribute('data-longest'), 10); }
  function measure(field) {
    var line = field.parentNode.querySelector('.length'), longest = parseInt(field.getAttribute('data-longest'), 10), more = over(field);
    if (!line) {
      line = document.createElement('p');
      field.parentNode.insertBefore(line, field.nextSibling);
    }
    line.className = more > 0 ? 'length field__error' : 'length help';
    line.setAttribute('role', more > 0 ? 'alert' : 'status');
    if (more > 0) { line.textContent = '最多 ' + longest + ' 个字，现在有 ' + (longest + more) + ' 个，请删去 ' + more + ' 个'; }
    else { line.textContent = more > -longest / 5 ? '还可以写 ' + -more + ' 个字' : ''; }
  }
  function overlong() {
    var fields = all('[data-longest]', form).filter(function (field) { return over(field) > 0; });
    if (!fields.length) { return false; }
    fields.forEach(measure);
    fields[0].focus();
    say('有 ' + fields.length + ' 处太长，请删减后再保存');
    return true;
  }

  // ── Text size: without leaving the page ──
  all('.textsize a').forEach(function (link) {
    link.addEventListener('click', function (event) {
      event.preventDefault();
      fetch(link.href, { credentials: 'same-origin', redirect: 'manual' }).catch(function () {});
      document.documentElement.className = 'text-' + /text-size\/(\d+)\//.exec(link.href)[1];
      all('.textsize a').forEach(function (other) { other.removeAttribute('aria-current'); });
      link.setAttribute('aria-current', 'true');
    });
  });

  // ── What an earlier visit could not send ──
  function offer(key, found) {
    var box = document.createElement('div'), words = document.createElement('p'), actions = document.createElement('div');
    var inner = document.createElement('div'), named = found.retype.map(function (pair) { return pair[1]; });
    var server = document.querySelector('[data-draft-number="' + key.slice(mine.length).split('/')[0] + '"]');
    box.className = 'notice notice--warn';
    box.setAttribute('role', 'status');
    actions.className = 'actions actions--start';
    words.textContent = '这台电脑上有 ' + moment(found.at) + ' 没有来得及存到系统里的内容。' + (named.length ? named.join('、') + '不存在电脑上，恢复后须重填。' : '');
    button('恢复', 'btn btn-default btn-sm', actions, function () { restore(key, found); });
    button('丢弃', 'btn btn-plain btn-sm', actions, function () {
      forget(key);
      box.parentNode.removeChild(box);
      if (server) { server.hidden = false; }
    });
    inner.appendChild(words);
    inner.appendChild(actions);
    box.appendChild(inner);
    document.querySelector('[data-local-drafts]').appendChild(box);
    if (server) { server.hidden = true; }  // it is older: this one holds all of it but what is named
  }
  function button(label, look, place, act) {
    var made = document.createElement('button');
    made.type = 'button';
    made.className = look;
    made.textContent = label;
    made.addEventListener('click', act);
    place.appendChild(made);
  }
  function moment(at) {
    var day = new Date(at), minutes = ('0' + day.getMinutes()).slice(-2);
    return (day.getMonth() + 1) + '月' + day.getDate() + '日 ' + day.getHours() + ':' + minutes;
  }
  /* The server fills the form in, child rows and all; it writes nothing. */
  function restore(key, found) {
    var back = document.createElement('form');
    back.method = 'post';
    back.action = location.href;
    add(back, 'csrfmiddlewaretoken', hidden('csrfmiddlewaretoken'));
    add(back, 'draft', 'give-back');
    found.fields.forEach(function (pair) { add(back, pair[0], pair[1]); });
    found.retype.forEach(function (pair) { add(back, 'retype', pair[0]); });
    storage(function () { sessionStorage.setItem('draft restored', key); });
    document.body.appendChild(back);
    if (!typed) { leaving = true; }
    back.submit();
  }

  if (unsaved === 'typed') {
    restoredFrom = storage(function () { return sessionStorage.getItem('draft restored'); });
    remember();
    keep();
  }
  if (unsaved === 'draft') { personal().forEach(function (field) { keptPersonal[field.name] = field.value; }); }
  storage(function () { sessionStorage.removeItem('draft restored'); });
  storage(function () {
    Object.keys(localStorage).forEach(function (key) {
      if (key.indexOf('draft/') !== 0) { return; }
      var found = storage(function () { return JSON.parse(localStorage.getItem(key)); });
      if (!found || found.at < Date.now() - KEPT_FOR) { return forget(key); }
      if (key.indexOf(mine) === 0 && key !== slot && key !== restoredFrom) { offer(key, found); }
    });
  });
}());
