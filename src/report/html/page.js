/**
 * Filters and sorts the rows and resources of the page. The page is complete without the script:
 * controls are hidden until it runs. It creates no markup from text, and reads only attributes that
 * the report's generator wrote.
 */
'use strict';
const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);
const shownText = (shown, total, what) =>
  shown === total ? `All ${total} ${what} are shown.` : `${shown} of ${total} ${what} are shown.`;

(() => {
  const table = document.getElementById('images');
  const controls = document.getElementById('controls');
  if (!table || !controls) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows, (row, order) => ({
    row,
    text: row.textContent.toLowerCase(),
    state: row.dataset.state,
    keys: {
      decision: order,
      image: row.cells[1].textContent.trim().toLowerCase(),
      severity: Number(row.dataset.severity),
      scanned: Number(row.dataset.scanned),
    },
  }));
  const [search, state, sort] = ['search', 'state', 'sort'].map((id) =>
    document.getElementById(id),
  );
  const status = document.getElementById('status');

  const filter = () => {
    const words = wordsOf(search.value);
    let shown = 0;
    for (const { row, text, state: own } of rows) {
      row.hidden =
        (state.value !== '' && own !== state.value) || !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    status.textContent = shownText(shown, rows.length, 'rows');
  };

  const heads = Array.from(table.querySelectorAll('th[data-key]'));
  const order = () => {
    const [key, direction] = sort.value.split(' ');
    const sign = direction === 'descending' ? -1 : 1;
    const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    const sorted = rows
      .slice()
      .sort(
        (a, b) => sign * compare(a.keys[key], b.keys[key]) || a.keys.decision - b.keys.decision,
      );
    body.append(...sorted.map(({ row }) => row));
    for (const head of heads) {
      if (head.dataset.key === key) head.setAttribute('aria-sort', direction);
      else head.removeAttribute('aria-sort');
    }
  };

  for (const head of heads) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    button.addEventListener('click', () => {
      const [key, direction] = sort.value.split(' ');
      const turn = key === head.dataset.key && direction === 'ascending';
      sort.value = `${head.dataset.key} ${turn ? 'descending' : 'ascending'}`;
      order();
    });
    head.replaceChildren(button);
  }
  search.addEventListener('input', filter);
  state.addEventListener('change', filter);
  sort.addEventListener('change', order);
  // A browser that goes back restores the previous choices.
  filter();
  order();
  controls.hidden = false;
})();

(() => {
  const controls = document.getElementById('resource-controls');
  if (!controls) return;
  const [search, status] = ['resource-search', 'resource-status'].map((id) =>
    document.getElementById(id),
  );
  const groups = Array.from(document.querySelectorAll('[data-group]'), (group) => {
    const title = group.querySelector('h3').textContent;
    const items = Array.from(group.querySelectorAll('[data-resource]'), (item) => ({
      item,
      text: (title + ' ' + item.textContent).toLowerCase(),
    }));
    return { group, items };
  });
  const total = groups.reduce((sum, { items }) => sum + items.length, 0);

  const filter = () => {
    const words = wordsOf(search.value);
    let shown = 0;
    for (const { group, items } of groups) {
      const before = shown;
      for (const { item, text } of items) {
        item.hidden = !words.every((word) => text.includes(word));
        if (!item.hidden) shown += 1;
      }
      group.hidden = shown === before && words.length > 0;
    }
    status.textContent = shownText(shown, total, 'listed resources');
  };

  search.addEventListener('input', filter);
  filter();
  controls.hidden = false;
})();

(() => {
  const controls = document.getElementById('vulnerability-controls');
  if (!controls) return;
  const [search, severity, name, status] = ['search', 'severity', 'package', 'status'].map((id) =>
    document.getElementById(`vulnerability-${id}`),
  );
  const images = Array.from(document.querySelectorAll('[data-image]'), (image) => {
    const title = image.querySelector('summary').textContent;
    const items = Array.from(image.querySelectorAll('[data-severity]'), (item) => ({
      item,
      text: (title + ' ' + item.textContent).toLowerCase(),
      severity: item.dataset.severity,
      packages: item.dataset.packages.toLowerCase(),
    }));
    return { image, items };
  });
  const total = images.reduce((sum, { items }) => sum + items.length, 0);

  const filter = () => {
    const words = wordsOf(search.value);
    const wanted = name.value.trim().toLowerCase();
    const isFiltered = words.length > 0 || wanted !== '' || severity.value !== '';
    let shown = 0;
    for (const { image, items } of images) {
      const before = shown;
      for (const { item, text, severity: own, packages } of items) {
        item.hidden =
          (severity.value !== '' && own !== severity.value) ||
          !packages.includes(wanted) ||
          !words.every((word) => text.includes(word));
        if (!item.hidden) shown += 1;
      }
      image.hidden = shown === before;
      // Unfolds the matches, so that readers need not search for them again.
      if (isFiltered && !image.hidden) image.open = true;
    }
    // Most vulnerabilities are folded below their image, so the text does not say 'shown'.
    status.textContent = isFiltered
      ? `${shown} of ${total} vulnerabilities match.`
      : `${total} vulnerabilities of ${images.length} ${images.length === 1 ? 'image' : 'images'}.`;
  };

  search.addEventListener('input', filter);
  severity.addEventListener('change', filter);
  name.addEventListener('input', filter);
  filter();
  controls.hidden = false;
})();

(() => {
  const status = document.getElementById('copied');
  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };
  // The clipboard API needs https, and a browser may refuse it. The older command still works then.
  const copy = async (element) => {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return true;
    } catch {
      select(element);
      return document.execCommand('copy');
    }
  };

  for (const element of document.querySelectorAll('[data-copy]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', `Copy ${element.textContent}`);
    button.addEventListener('click', async () => {
      status.textContent = '';
      const isCopied = await copy(element);
      button.textContent = isCopied ? 'Copied' : 'Selected';
      status.textContent = isCopied
        ? 'Copied to the clipboard.'
        : 'Selected: copy it with Ctrl+C or Command+C.';
    });
    button.addEventListener('blur', () => {
      button.textContent = 'Copy';
    });
    element.after(' ', button);
  }
})();
