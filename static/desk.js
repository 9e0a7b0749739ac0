/* The desk saves what is typed by itself, and never loses a character: each text also lies in this browser until the server has it.
   Without this script every change is an ordinary form. Chromium 78, no library, no inline script. */
(() => {
  'use strict';
  const desk = document.querySelector('[data-desk]');
  if (!desk) return;
  const WAIT = 1200; // milliseconds after the last key
  const RETRY = 5000; // milliseconds until the server is asked again
  const status = document.querySelector('[data-saved]');
  const account = `desk/${desk.getAttribute('data-draft')}/`;
  const timers = {}; // by passage
  const unsaved = new Set(); // passages
  let lastTextarea = null; // where a figure is inserted

  const all = (selector, within) => [...(within || document).querySelectorAll(selector)];
  const keyOf = (area) => area.form.getAttribute('data-passage');
  const slotOf = (area) => account + keyOf(area);
  const versionOf = (area) => area.form.querySelector('[name=version]');
  const say = (text) => {
    status.textContent = text;
  };

  // ── In the browser, until the server has it ──
  function remember(area) {
    try {
      localStorage.setItem(slotOf(area), JSON.stringify({ text: area.value, version: versionOf(area).value }));
    } catch (error) {
      say('这台电脑存不下草稿，请及时点“完成”');
    }
    unsaved.add(keyOf(area));
    desk.setAttribute('data-saving', '');
  }

  function forget(area) {
    localStorage.removeItem(slotOf(area));
    unsaved.delete(keyOf(area));
    if (!unsaved.size) desk.removeAttribute('data-saving');
  }

  function recall(area) {
    try {
      return JSON.parse(localStorage.getItem(slotOf(area)));
    } catch (error) {
      return null;
    }
  }

  // ── On the server ──
  function schedule(area, wait) {
    clearTimeout(timers[keyOf(area)]);
    timers[keyOf(area)] = setTimeout(() => save(area), wait);
  }

  async function save(area) {
    const text = area.value;
    const data = new FormData();
    data.append('text', text);
    data.append('version', versionOf(area).value);
    say('正在保存…');
    const token = area.form.querySelector('[name=csrfmiddlewaretoken]').value;
    const headers = { 'X-Requested-With': 'fetch', 'X-CSRFToken': token };
    try {
      const response = await fetch(area.form.action, { method: 'POST', body: data, headers, credentials: 'same-origin' });
      const isJson = (response.headers.get('Content-Type') || '').includes('json');
      if (response.status >= 500) tryLater(area, '数据库正忙或出错，文字已存在本机，稍后自动再存');
      else if (!isJson) signInAgain(area);
      else understand(area, text, await response.json());
    } catch (error) {
      tryLater(area, '连不上服务器，文字已存在本机，连上后自动保存');
    }
  }

  function tryLater(area, reason) {
    say(reason);
    schedule(area, RETRY);
  }

  function understand(area, text, answer) {
    if (answer.theirs) {
      offerBoth(area, answer.theirs);
      return;
    }
    if (answer.refused) {
      say(answer.refused);
      return;
    }
    versionOf(area).value = answer.version;
    if (area.value === text) forget(area);
    else remember(area);
    refreshChecks(answer.checks);
    if (answer.printed) area.closest('.point-box').querySelector('p').innerHTML = answer.printed;
    say(`${answer.saved} 已自动保存`);
  }

  // ── The checks as they stand now ──
  /* Rows that somebody is typing into stay as they are, with their focus; folds stay as they were left. */
  const pane = document.querySelector('[data-checks]');
  const wasOpened = {}; // by fold: whether the server had it open

  const isSummary = (node) => node.tagName === 'SUMMARY';
  const rowOf = (node) => (isSummary(node) ? 'summary' : node.getAttribute('data-row'));

  function foldOf(details) {
    const own = details.getAttribute('data-row');
    return own || `${details.closest('[data-row]').getAttribute('data-row')} pass`;
  }

  function isEdited(node) {
    const fields = all('input:not([type=hidden]), textarea', node);
    return node.contains(document.activeElement) || fields.some((field) => field.value !== field.defaultValue);
  }

  function rememberFolds() {
    all('details', pane).forEach((details) => {
      wasOpened[foldOf(details)] = details.open;
    });
  }

  /* A fold is as it was left, but for one that only now has something to show. */
  function keepFolds(fresh) {
    const before = {};
    all('details', pane).forEach((details) => {
      before[foldOf(details)] = details.open;
    });
    all('details', fresh).forEach((details) => {
      const fold = foldOf(details);
      const wantsOpen = details.open;
      if (fold in before) details.open = before[fold] || (wantsOpen && !wasOpened[fold]);
      wasOpened[fold] = wantsOpen;
    });
  }

  function refreshChecks(html) {
    const fresh = document.createElement('div');
    fresh.innerHTML = html;
    keepFolds(fresh);
    refresh(pane, fresh);
  }

  function refresh(old, fresh) {
    if (isSummary(old) || !isEdited(old)) old.innerHTML = fresh.innerHTML;
    else if ([...fresh.children].some(rowOf)) refreshAround(old, fresh);
    if (old.tagName === 'DETAILS') old.open = fresh.open;
  }

  /* What is edited may not be moved: a field that is moved loses its focus. Everything else is put around it. */
  function refreshAround(old, fresh) {
    const staying = {};
    [...old.children].forEach((child) => {
      if (isSummary(child) || isEdited(child)) staying[rowOf(child)] = child;
      else old.removeChild(child);
    });
    let next = old.firstElementChild;
    [...fresh.children].forEach((child) => {
      const same = staying[rowOf(child)];
      if (!same) {
        old.insertBefore(child, next);
        return;
      }
      refresh(same, child);
      next = same.nextElementSibling;
    });
  }
  rememberFolds();

  // ── The session ──
  /* It ended: whoever signs in again, in another window or here, finds everything saved. */
  function signInAgain(area) {
    const link = document.createElement('a');
    link.href = desk.getAttribute('data-login');
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = '重新登录';
    say('登录已过期，文字已存在本机，');
    status.appendChild(link);
    status.appendChild(document.createTextNode('后自动保存'));
    timers[keyOf(area)] = setTimeout(() => renew(area), RETRY);
  }

  /* A new session has a new token: it stands on a page of it. */
  async function renew(area) {
    clearTimeout(timers[keyOf(area)]);
    try {
      const response = await fetch(location.href, { credentials: 'same-origin' });
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const token = page.querySelector('[data-desk] [name=csrfmiddlewaretoken]');
      if (!token) {
        signInAgain(area);
        return;
      }
      all('[name=csrfmiddlewaretoken]').forEach((field) => {
        field.value = token.value;
      });
      save(area);
    } catch (error) {
      schedule(area, RETRY);
    }
  }

  window.addEventListener('focus', () => {
    if (!status.querySelector('a')) return;
    all('[data-autosave]').filter(recall).forEach(renew);
  });

  // ── Two at one passage ──
  function offerBoth(area, theirs) {
    const old = area.form.querySelector('.notice');
    if (old) old.parentNode.removeChild(old);
    const box = document.createElement('div');
    box.className = 'notice notice--warn';
    box.setAttribute('role', 'alert');
    box.innerHTML = '<div><p></p><p></p><p>您写的在下面的框里，还没有保存。</p></div><div class="actions"></div>';
    const [who, text] = box.querySelectorAll('p');
    who.textContent = `${theirs.who} ${theirs.when} 改过这一段，现在的文字是：`;
    text.textContent = theirs.text;
    addChoice(box, '用我写的', () => {
      versionOf(area).value = theirs.version;
      remember(area);
      save(area);
    });
    addChoice(box, '用现在的', () => {
      versionOf(area).value = theirs.version;
      area.value = theirs.text;
      forget(area);
      say('已换成现在的文字');
    });
    area.form.insertBefore(box, area.form.firstChild);
    say('这一段别人也改了，请选择');
  }

  function addChoice(box, label, act) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn-default btn-sm';
    button.textContent = label;
    button.addEventListener('click', () => {
      box.parentNode.removeChild(box);
      act();
    });
    box.querySelector('.actions').appendChild(button);
  }

  // ── Typing ──
  document.addEventListener('input', (event) => {
    const area = event.target;
    if (!area.hasAttribute('data-autosave')) return;
    remember(area);
    say('还没有保存');
    schedule(area, WAIT);
  });

  /* What an earlier visit could not save. */
  function giveBack(area) {
    const earlier = recall(area);
    if (!earlier) return;
    if (earlier.text === area.value) {
      forget(area);
      return;
    }
    area.value = earlier.text;
    versionOf(area).value = earlier.version;
    area.closest('details').open = true;
    say('找回了上次没有保存的文字');
    schedule(area, WAIT);
  }
  all('[data-autosave]').forEach(giveBack);

  // ── Figures of the text open beside it ──
  document.addEventListener('click', async (event) => {
    const link = event.target.closest('[data-figure]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const card = desk.getAttribute('data-card').replace('KEY', link.getAttribute('data-figure'));
    const passage = encodeURIComponent(link.getAttribute('data-at'));
    const response = await fetch(`${card}&at=${passage}`, { credentials: 'same-origin' });
    if (response.redirected || !response.ok) {
      location.href = link.href;
      return;
    }
    document.querySelector('[data-card-place]').innerHTML = await response.text();
    document.querySelector('.ws-source').scrollTop = 0;
    all('.tok--on').forEach((other) => other.classList.remove('tok--on'));
    link.classList.add('tok--on');
  });

  document.addEventListener('focusin', (event) => {
    if (event.target.matches('.ws-text textarea')) lastTextarea = event.target;
  });

  function insert(text) {
    if (!lastTextarea || !lastTextarea.offsetParent) {
      say('请先点“改写”，把光标放在要插入的地方');
      return;
    }
    const { value, selectionStart, selectionEnd } = lastTextarea;
    lastTextarea.value = value.slice(0, selectionStart) + text + value.slice(selectionEnd);
    lastTextarea.focus();
    lastTextarea.selectionStart = lastTextarea.selectionEnd = selectionStart + text.length;
    lastTextarea.dispatchEvent(new Event('input', { bubbles: true }));
  }
  all('[data-insert]').forEach((button) => {
    button.disabled = false;
    button.addEventListener('click', () => insert(button.getAttribute('data-insert')));
  });

  // ── A link to something folded opens it ──
  function unfold() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || target.tagName !== 'DETAILS') return;
    target.open = true;
    target.scrollIntoView();
  }
  window.addEventListener('hashchange', unfold);
  unfold();
})();
