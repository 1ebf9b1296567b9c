// Making elements. Text only ever becomes text: nothing here reads HTML.

const byId = id => document.getElementById(id);

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== false && value != null) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.filter(child => child != null));
  return node;
}

function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function drawing(tag, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/** Names and values. */
function pairs(entries) {
  const list = element('dl', {class: 'pairs'});
  for (const [name, value] of entries) {
    if (value != null && value !== '') {
      list.append(element('dt', {}, name), element('dd', {}, value));
    }
  }
  return list;
}

/** A plain table of numbers. */
function numbersTable(caption, heads, rows) {
  return element('table', {class: 'numbers'},
    element('caption', {class: 'unseen'}, caption),
    element('thead', {}, element('tr', {}, ...heads.map(head => element('th', {scope: 'col', class: 'number'}, head)))),
    element('tbody', {}, ...rows.map(row =>
      element('tr', {}, ...row.map(cell => element('td', {class: 'number'}, String(cell)))))));
}
