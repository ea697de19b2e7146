"use strict";
(function () {
  var each = function (list, act) { Array.prototype.forEach.call(list, act); };
  var make = function (name, text) { var e = document.createElement(name); e.textContent = text; return e; };
  each(document.querySelectorAll("table.sortable"), function (table) {
    var body = table.tBodies[0];
    var first = Array.prototype.slice.call(body.rows);
    each(table.tHead.rows[0].cells, function (head, column) {
      var sort = function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        each(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var key = function (row) { var cell = row.cells[column]; return cell.getAttribute("data-v") || cell.textContent; };
        var number = function (text) { return text === "" ? NaN : Number(text); };
        var rows = first.slice().sort(function (a, b) {
          var x = key(a), y = key(b), m = number(x), n = number(y);
          if (isNaN(m) !== isNaN(n)) { return isNaN(m) ? 1 : -1; }
          var order = isNaN(m) ? x.localeCompare(y, document.documentElement.lang) : m - n;
          return down ? -order : order;
        });
        rows.forEach(function (row) { body.appendChild(row); });
      };
      head.tabIndex = 0;
      head.addEventListener("click", sort);
      head.addEventListener("keydown", function (event) {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); }
      });
    });
  });
  each(document.querySelectorAll(".tools"), function (tools) {
    var target = document.getElementById(tools.getAttribute("data-for"));
    var words = tools.getAttribute("data-words").split("|");
    if (tools.getAttribute("data-kind") === "open") {
      each(words, function (word, index) {
        var button = make("button", word);
        button.type = "button";
        button.addEventListener("click", function () {
          each(target.querySelectorAll("details"), function (d) { d.open = index === 0; });
        });
        tools.appendChild(button);
      });
    } else {
      var input = make("input", "");
      input.type = "search";
      input.placeholder = words[0];
      input.setAttribute("aria-label", words[0]);
      input.addEventListener("input", function () {
        var wanted = input.value.toLowerCase().split(/\s+/);
        each(target.tBodies[0].rows, function (row) {
          var text = row.textContent.toLowerCase();
          row.hidden = !wanted.every(function (word) { return text.indexOf(word) !== -1; });
        });
      });
      tools.appendChild(input);
    }
  });
  each(document.querySelectorAll(".script"), function (e) { e.hidden = false; });
  var show = function () {
    var at = location.hash ? document.getElementById(location.hash.slice(1)) : null;
    while (at) { if (at.tagName === "DETAILS") { at.open = true; } at = at.parentElement; }
  };
  window.addEventListener("hashchange", show);
  show();
})();
