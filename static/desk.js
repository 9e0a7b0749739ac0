/* The desk saves what is typed by itself, and never loses a character: each text also lies in this browser until the server has it.
   Without this script every change is an ordinary form. Chromium 78, no library, no inline script. */
(function () {
  'use strict';
  var desk = document.querySelector('[data-desk]');
  if (!desk) { return; }
  var WAIT = 1200, RETRY = 5000;
  var status = document.querySelector('[data-saved]');
  var mine = 'desk/' + desk.getAttribute('data-draft') + '/';
  var timers = {}, unsaved = {}, last = null;

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function say(text) { status.textContent = text; }
  function keyOf(area) { return area.form.getAttribute('data-passage'); }
  function version(area) { return area.form.querySelector('[name=version]'); }

  function remember(area) {
    try {
      localStorage.setItem(mine + keyOf(area), JSON.stringify({ text: area.value, version: version(area).value }));
    } catch (e) { say('这台电脑存不下草稿，请及时点“完成”'); }
    unsaved[keyOf(area)] = true;
    desk.setAttribute('data-saving', '');
  }
  function forget(area) {
    localStorage.removeItem(mine + keyOf(area));
    delete unsaved[keyOf(area)];
    if (!Object.keys(unsaved).length) { desk.removeAttribute('data-saving'); }
  }
  function remembered(area) {
    try { return JSON.parse(localStorage.getItem(mine + keyOf(area))); } catch (e) { return null; }
  }

  function later(area, wait) {
    clearTimeout(timers[keyOf(area)]);
    timers[keyOf(area)] = setTimeout(function () { save(area); }, wait);
  }

  function save(area) {
    var sent = area.value, data = new FormData();
    data.append('text', sent);
    data.append('version', version(area).value);
    say('正在保存…');
    var headers = { 'X-Requested-With': 'fetch', 'X-CSRFToken': area.form.querySelector('[name=csrfmiddlewaretoken]').value };
    fetch(area.form.action, { method: 'POST', body: data, headers: headers, credentials: 'same-origin' }).then(function (response) {
      var json = (response.headers.get('Content-Type') || '').indexOf('json') >= 0;
      if (response.status >= 500) { return refusedForNow(area); }
      if (!json) { return signInAgain(area); }
      return response.json().then(function (answer) { understand(area, sent, answer); });
    }).catch(function () {
      say('连不上服务器，文字已存在本机，连上后自动保存');
      later(area, RETRY);
    });
  }

  function refusedForNow(area) {
    say('数据库正忙或出错，文字已存在本机，稍后自动再存');
    later(area, RETRY);
  }

  function understand(area, sent, answer) {
    if (answer.theirs) { return conflict(area, answer.theirs); }
    if (answer.refused) { return say(answer.refused); }
    version(area).value = answer.version;
    if (area.value === sent) { forget(area); } else { remember(area); }
    refreshChecks(answer.checks);
    if (answer.printed) { area.closest('.point-box').querySelector('p').innerHTML = answer.printed; }
    say(answer.saved + ' 已自动保存');
  }

  /* The checks as they stand now. Rows that somebody is typing into stay as they are, with their focus; folds stay as he left them. */
  var pane = document.querySelector('[data-checks]'), opened = {};

  function children(node) { return Array.prototype.slice.call(node.children); }
  function rowOf(node) { return node.tagName === 'SUMMARY' ? 'summary' : node.getAttribute('data-row'); }
  function foldOf(details) { return details.getAttribute('data-row') || details.closest('[data-row]').getAttribute('data-row') + ' pass'; }

  function edited(node) {
    return node.contains(document.activeElement) || all('input:not([type=hidden]), textarea', node).some(function (field) {
      return field.value !== field.defaultValue;
    });
  }

  function rememberFolds(within) {
    all('details', within).forEach(function (details) { opened[foldOf(details)] = details.open; });
  }

  /* A fold is as it was left, but for one that only now has something to show. */
  function keepFolds(fresh) {
    var before = {};
    all('details', pane).forEach(function (details) { before[foldOf(details)] = details.open; });
    all('details', fresh).forEach(function (details) {
      var fold = foldOf(details), asked = details.open;
      if (fold in before) { details.open = before[fold] || (asked && !opened[fold]); }
      opened[fold] = asked;
    });
  }

  function refreshChecks(html) {
    var fresh = document.createElement('div');
    fresh.innerHTML = html;
    keepFolds(fresh);
    refresh(pane, fresh);
  }

  function refresh(old, fresh) {
    if (old.tagName === 'SUMMARY' || !edited(old)) { old.innerHTML = fresh.innerHTML; }
    else if (children(fresh).some(rowOf)) { refreshAround(old, fresh); }
    if (old.tagName === 'DETAILS') { old.open = fresh.open; }
  }

  /* What is edited may not be moved: a field that is moved loses its focus. Everything else is put around it. */
  function refreshAround(old, fresh) {
    var stay = {};
    children(old).forEach(function (child) {
      if (child.tagName === 'SUMMARY' || edited(child)) { stay[rowOf(child)] = child; } else { old.removeChild(child); }
    });
    var next = old.firstElementChild;
    children(fresh).forEach(function (child) {
      var same = stay[rowOf(child)];
      if (!same) { old.insertBefore(child, next); return; }
      refresh(same, child);
      next = same.nextElementSibling;
    });
  }
  rememberFolds(pane);

  /* The session ended: whoever signs in again, in another window or here, finds everything saved. */
  function signInAgain(area) {
    var link = document.createElement('a');
    link.href = desk.getAttribute('data-login');
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = '重新登录';
    status.textContent = '登录已过期，文字已存在本机，';
    status.appendChild(link);
    status.appendChild(document.createTextNode('后自动保存'));
    timers[keyOf(area)] = setTimeout(function () { renew(area); }, RETRY);
  }

  /* A new session has a new token: it stands on a page of it. */
  function renew(area) {
    clearTimeout(timers[keyOf(area)]);
    fetch(location.href, { credentials: 'same-origin' }).then(function (response) { return response.text(); }).then(function (html) {
      var page = new DOMParser().parseFromString(html, 'text/html');
      var token = page.querySelector('[data-desk] [name=csrfmiddlewaretoken]');
      if (!token) { return signInAgain(area); }
      all('[name=csrfmiddlewaretoken]').forEach(function (field) { field.value = token.value; });
      save(area);
    }).catch(function () { later(area, RETRY); });
  }
  window.addEventListener('focus', function () {
    if (!status.querySelector('a')) { return; }
    all('[data-autosave]').forEach(function (area) { if (remembered(area)) { renew(area); } });
  });

  function conflict(area, theirs) {
    var old = area.form.querySelector('.notice');
    if (old) { old.parentNode.removeChild(old); }
    var box = document.createElement('div');
    box.className = 'notice notice--warn';
    box.setAttribute('role', 'alert');
    box.innerHTML = '<div><p></p><p></p><p>您写的在下面的框里，还没有保存。</p></div><div class="actions"></div>';
    var lines = box.querySelectorAll('p');
    lines[0].textContent = theirs.who + ' ' + theirs.when + ' 改过这一段，现在的文字是：';
    lines[1].textContent = theirs.text;
    choice(box, '用我写的', function () { version(area).value = theirs.version; remember(area); save(area); });
    choice(box, '用现在的', function () { version(area).value = theirs.version; area.value = theirs.text; forget(area); say('已换成现在的文字'); });
    area.form.insertBefore(box, area.form.firstChild);
    say('这一段别人也改了，请选择');
  }

  function choice(box, label, act) {
    var button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn-default btn-sm';
    button.textContent = label;
    button.addEventListener('click', function () { box.parentNode.removeChild(box); act(); });
    box.querySelector('.actions').appendChild(button);
  }

  document.addEventListener('input', function (event) {
    if (!event.target.hasAttribute('data-autosave')) { return; }
    remember(event.target);
    say('还没有保存');
    later(event.target, WAIT);
  });

  /* What an earlier visit could not save. */
  all('[data-autosave]').forEach(function (area) {
    var kept = remembered(area);
    if (!kept) { return; }
    if (kept.text === area.value) { return forget(area); }
    area.value = kept.text;
    version(area).value = kept.version;
    area.closest('details').open = true;
    say('找回了上次没有保存的文字');
    later(area, WAIT);
  });

  /* Figures of the text open beside it. */
  document.addEventListener('click', function (event) {
    var link = event.target.closest('[data-figure]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    var address = desk.getAttribute('data-card').replace('KEY', link.getAttribute('data-figure')) + '&at=' + encodeURIComponent(link.getAttribute('data-at'));
    fetch(address, { credentials: 'same-origin' }).then(function (response) {
      if (response.redirected || !response.ok) { location.href = link.href; return; }
      return response.text().then(function (html) {
        document.querySelector('[data-card-place]').innerHTML = html;
        document.querySelector('.ws-source').scrollTop = 0;
        all('.tok--on').forEach(function (other) { other.classList.remove('tok--on'); });
        link.classList.add('tok--on');
      });
    });
  });

  document.addEventListener('focusin', function (event) { if (event.target.matches('.ws-text textarea')) { last = event.target; } });
  all('[data-insert]').forEach(function (button) {
    button.disabled = false;
    button.addEventListener('click', function () {
      if (!last || !last.offsetParent) { return say('请先点“改写”，把光标放在要插入的地方'); }
      var start = last.selectionStart, text = button.getAttribute('data-insert');
      last.value = last.value.slice(0, start) + text + last.value.slice(last.selectionEnd);
      last.focus();
      last.selectionStart = last.selectionEnd = start + text.length;
      last.dispatchEvent(new Event('input', { bubbles: true }));
    });
  });

  /* A link to something folded opens it. */
  function unfold() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || target.tagName !== 'DETAILS') { return; }
    target.open = true;
    target.scrollIntoView();
  }
  window.addEventListener('hashchange', unfold);
  unfold();
}());
