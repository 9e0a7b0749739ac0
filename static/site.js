/* Comfort only: every page works without it. No library, no inline script, Chromium 78. */
(() => {
  'use strict';
  const WEEKDAYS = '日一二三四五六';
  const DATE = new RegExp(
    '^(\\d{4}) ?[-/.年] ?(\\d{1,2}) ?[-/.月] ?(\\d{1,2})(?!\\d)[日号]?(?:[ T(周星礼上下早中晚凌傍].*)?$'
  );
  const EIGHT_DIGITS = /^(\d{4})(\d{2})(\d{2})$/;
  const AMOUNT = /^(\d[\d,]*(?:\.\d+)?)(万|亿)?元?$/;
  const UNITS = { 万: 1e4, 亿: 1e8 };

  /* How what is typed into a date or an amount is understood, said below the field. */
  const halfWidth = (text) => text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));

  function echoOfDate(text) {
    const plain = halfWidth(text).replace(/\s+/g, ' ').trim();
    const match = DATE.exec(plain) || EIGHT_DIGITS.exec(plain);
    if (!match) return '';
    const [year, month, day] = match.slice(1, 4).map(Number);
    const date = new Date(year, month - 1, day);
    if (date.getMonth() !== month - 1 || date.getDate() !== day) return '';
    return `${year}年${month}月${day}日，星期${WEEKDAYS[date.getDay()]}`;
  }

  function echoOfAmount(text) {
    const match = AMOUNT.exec(halfWidth(text).replace(/\s+/g, ''));
    if (!match) return '';
    const [, digits, unit] = match;
    if (!unit && !digits.includes(',')) return '';
    const value = parseFloat(digits.replace(/,/g, '')) * (UNITS[unit] || 1);
    return `${value.toLocaleString('zh-CN', { maximumFractionDigits: 2 })} 元`;
  }

  function echo(field) {
    let line = field.parentNode.querySelector('.echo');
    if (!line) {
      line = document.createElement('p');
      line.className = 'echo';
      field.parentNode.insertBefore(line, field.nextSibling);
    }
    line.textContent = field.getAttribute('data-echo') === 'date' ? echoOfDate(field.value) : echoOfAmount(field.value);
  }

  /* There is no room for a line in a row of a table. */
  const hasEcho = (field) => field.matches('[data-echo]') && !field.closest('.child');

  document.addEventListener('input', (event) => {
    if (hasEcho(event.target)) echo(event.target);
  });
  document.querySelectorAll('[data-echo]').forEach((field) => {
    if (field.value && hasEcho(field)) echo(field);
  });

  document.addEventListener('keydown', (event) => {
    const form = document.querySelector('form[data-shortcuts]');
    if (form && (event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault();
      form.querySelector('button[type=submit]').click();
    }
  });

  /* Another row of a table in a form: a copy of the empty one that the page brings along. */
  function addRow(button) {
    const prefix = button.getAttribute('data-add');
    const total = document.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
    const index = parseInt(total.value, 10);
    const most = parseInt(button.getAttribute('data-most'), 10);
    if (index >= most) {
      button.textContent = `最多 ${most} 行`;
      button.disabled = true;
      return;
    }
    const empty = document.querySelector(`[data-empty="${prefix}"]`).innerHTML;
    const holder = document.createElement('tbody');
    holder.innerHTML = empty.replace(/__prefix__/g, index).replace(/__number__/g, index + 1);
    const row = holder.querySelector('tr');
    document.querySelector(`[data-rows="${prefix}"] tbody`).appendChild(row);
    total.value = index + 1;
    row.querySelector('input:not([type=hidden]), select').focus();
  }
  document.querySelectorAll('[data-add]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => addRow(button));
  });

  document.addEventListener('change', (event) => {
    if (event.target.hasAttribute('data-submit')) event.target.form.submit();
  });

  document.querySelectorAll('[data-unless]').forEach((fold) => {
    const choice = document.querySelector(`[name=${fold.getAttribute('data-unless')}]`);
    choice.addEventListener('change', () => {
      fold.open = !choice.value;
    });
  });

  const focus = document.querySelector('[data-focus]');
  if (focus) focus.focus();

  document.querySelectorAll('[data-print]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  });
})();
