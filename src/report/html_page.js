// Sorting, filtering and unfolding; the page is whole without it.
'use strict';
(function () {
  var tools = document.querySelector('.tools');
  var table = document.querySelector('table.matrix');
  if (!tools || !table || !table.tBodies.length) { return; }
  var body = table.tBodies[0];
  tools.hidden = false;

  tools.addEventListener('click', function (event) {
    var show = event.target.getAttribute('data-show');
    if (!show) { return; }
    Array.prototype.forEach.call(tools.children, function (button) {
      button.setAttribute('aria-pressed', String(button === event.target));
    });
    Array.prototype.forEach.call(body.rows, function (row) {
      row.hidden = show === 'short' && row.getAttribute('data-short') !== '1';
    });
  });

  function value(row, column) { return row.cells[column].getAttribute('data-v') || ''; }

  function compare(a, b) {
    var x = Number(a), y = Number(b);
    return isNaN(x) || isNaN(y) ? a.localeCompare(b) : x - y;
  }

  function sort(head, column) {
    var down = head.getAttribute('aria-sort') === 'ascending';
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (cell) {
      cell.removeAttribute('aria-sort');
    });
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    Array.prototype.slice.call(body.rows).sort(function (a, b) {
      return (down ? -1 : 1) * compare(value(a, column), value(b, column));
    }).forEach(function (row) { body.appendChild(row); });
  }

  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
    var button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    button.addEventListener('click', function () { sort(head, column); });
    head.textContent = '';
    head.appendChild(button);
  });

  function unfold() {
    var place = document.getElementById(location.hash.slice(1));
    if (place && place.tagName === 'DETAILS') {
      place.open = true;
      place.scrollIntoView();
    }
  }
  window.addEventListener('hashchange', unfold);
  unfold();
  window.addEventListener('beforeprint', function () {
    Array.prototype.forEach.call(document.querySelectorAll('details'), function (clip) {
      clip.open = true;
    });
  });
})();
