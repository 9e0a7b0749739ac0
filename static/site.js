/* Comfort only: every page works without it. No library, no inline script, Chromium 78. */
(function () {
  'use strict';
  var WEEKDAYS = '日一二三四五六';

  function narrow(text) {
    return text.replace(/[\uff01-\uff5e]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 0xfee0); });
  }

  function plain(text) {
    return narrow(text).replace(/\s+/g, '');
  }

  function echoDate(typed) {
    var text = narrow(typed).replace(/\s+/g, ' ').trim();
    var m = /^(\d{4}) ?[-\/.年] ?(\d{1,2}) ?[-\/.月] ?(\d{1,2})(?!\d)[日号]?(?:[ T(周星礼上下早中晚凌傍].*)?$/.exec(text) || /^(\d{4})(\d{2})(\d{2})$/.exec(text);
    if (!m) { return ''; }
    var day = new Date(+m[1], m[2] - 1, +m[3]);
    if (day.getMonth() !== m[2] - 1 || day.getDate() !== +m[3]) { return ''; }
    return +m[1] + '年' + +m[2] + '月' + +m[3] + '日，星期' + WEEKDAYS[day.getDay()];
  }

  function echoAmount(text) {
    var m = /^(\d[\d,]*(?:\.\d+)?)(万|亿)?元?$/.exec(text);
    if (!m || !(m[2] || m[1].indexOf(',') >= 0)) { return ''; }
    var value = parseFloat(m[1].replace(/,/g, '')) * (m[2] === '万' ? 1e4 : m[2] === '亿' ? 1e8 : 1);
    return value.toLocaleString('zh-CN', { maximumFractionDigits: 2 }) + ' 元';
  }

  function echo(field) {
    var text = plain(field.value);
    var said = field.getAttribute('data-echo') === 'date' ? echoDate(field.value) : echoAmount(text);
    var line = field.parentNode.querySelector('.echo');
    if (!line) {
      line = document.createElement('p');
      line.className = 'echo';
      field.parentNode.insertBefore(line, field.nextSibling);
    }
    line.textContent = said;
  }

  document.addEventListener('input', function (event) {
    if (event.target.hasAttribute && event.target.hasAttribute('data-echo') && !event.target.closest('.child')) { echo(event.target); }
  });
  Array.prototype.forEach.call(document.querySelectorAll('[data-echo]'), function (field) {
    if (field.value && !field.closest('.child')) { echo(field); }
  });

  document.addEventListener('keydown', function (event) {
    var form = document.querySelector('form[data-shortcuts]');
    if (form && (event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault();
      form.querySelector('button[type=submit]').click();
    }
  });

  Array.prototype.forEach.call(document.querySelectorAll('[data-add]'), function (button) {
    var prefix = button.getAttribute('data-add');
    button.hidden = false;
    button.addEventListener('click', function () {
      var total = document.querySelector('[name="' + prefix + '-TOTAL_FORMS"]');
      var index = parseInt(total.value, 10), most = parseInt(button.getAttribute('data-most'), 10);
      if (index >= most) { button.textContent = '最多 ' + most + ' 行'; button.disabled = true; return; }
      var holder = document.createElement('tbody');
      holder.innerHTML = document.querySelector('[data-empty="' + prefix + '"]').innerHTML
        .replace(/__prefix__/g, index).replace(/__number__/g, index + 1);
      var body = document.querySelector('[data-rows="' + prefix + '"] tbody');
      var row = holder.querySelector('tr');
      body.appendChild(row);
      total.value = index + 1;
      row.querySelector('input:not([type=hidden]), select').focus();
    });
  });

  document.addEventListener('change', function (event) {
    if (event.target.hasAttribute('data-submit')) { event.target.form.submit(); }
  });

  Array.prototype.forEach.call(document.querySelectorAll('[data-unless]'), function (fold) {
    var choice = document.querySelector('[name=' + fold.getAttribute('data-unless') + ']');
    choice.addEventListener('change', function () { fold.open = !choice.value; });
  });

  var focus = document.querySelector('[data-focus]');
  if (focus) { focus.focus(); }

  Array.prototype.forEach.call(document.querySelectorAll('[data-print]'), function (button) {
    button.hidden = false;
    button.addEventListener('click', function () { window.print(); });
  });
}());
