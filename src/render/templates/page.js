// What the page offers beyond reading: charts to point at, a grid to sort, groups to choose, a button to print.
root.classList.add('scripted');

const recolour = () => window.dispatchEvent(new Event('recolour'));
document.getElementById('theme').addEventListener('change', recolour);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);

const print = element('button', { type: 'button', class: 'print' }, words.print);
print.addEventListener('click', () => window.print());
document.querySelector('.top .row').append(print);

// Charts are drawn when they come near: a page of many groups opens at once.
function enliven(chart) {
  const spec = JSON.parse(chart.querySelector('script.data').textContent);
  const caption = chart.querySelector('figcaption');
  const live = element('div', { class: 'live' });
  chart.querySelector('.drawing').before(live);
  chart.prepend(caption);
  chart.classList.add('drawn');
  draw(live, spec, caption.querySelector('.title').textContent);
}
const near = new IntersectionObserver(entries => {
  for (const entry of entries.filter(entry => entry.isIntersecting)) {
    near.unobserve(entry.target);
    enliven(entry.target);
  }
}, { rootMargin: '800px' });
document.querySelectorAll('figure:has(script.data)').forEach(chart => near.observe(chart));

// One vital of every group over time.
const compared = document.getElementById('compare');
if (compared) {
  const vitals = JSON.parse(compared.querySelector('script').textContent);
  const choice = element('select', { id: 'vital' }, ...vitals.map(({ name }, at) => element('option', { value: at }, name)));
  const host = element('div', { class: 'live' });
  compared.append(element('label', { for: 'vital' }, words.vital + ' '), choice, host);
  let clear = () => {};
  const show = () => { clear(); clear = draw(host, vitals[choice.value].plot, vitals[choice.value].name); };
  choice.addEventListener('change', show);
  compared.hidden = false;
  show();
}

// The grid of groups, sorted by any column; a second press turns the order.
const grid = document.querySelector('table.portfolio');
if (grid) {
  const body = grid.tBodies[0];
  grid.tHead.querySelectorAll('th').forEach((head, column) => {
    const button = element('button', { type: 'button', title: head.textContent + ' · ' + words.sort }, ...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'descending';
      grid.tHead.querySelectorAll('th').forEach(other => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', down ? 'ascending' : 'descending');
      const key = row => row.cells[column].dataset.sort ?? '';
      const compare = (a, b) => {
        const [x, y] = [key(a), key(b)];
        // What has no value stands last in either order.
        if (x === '' || y === '') return (x === '') - (y === '');
        const order = column ? Number(y) - Number(x) : y.localeCompare(x, root.lang);
        return down ? -order : order;
      };
      body.append(...[...body.rows].sort(compare));
    });
  });
}

// One group alone, or all.
const sections = [...document.querySelectorAll('section.group')];
if (sections.length > 1) {
  const all = element('option', { value: '' }, words.every_group);
  const options = sections.map(section => element('option', { value: section.id }, section.querySelector('h2').textContent));
  const choice = element('select', { 'aria-label': words.show_group }, all, ...options);
  choice.addEventListener('change', () => {
    for (const section of sections) section.hidden = choice.value !== '' && section.id !== choice.value;
    document.querySelectorAll('table.portfolio tbody tr').forEach(row => { row.hidden = choice.value !== '' && row.dataset.group !== choice.value; });
    document.getElementById(choice.value || 'board').scrollIntoView();
  });
  document.querySelector('nav ul').prepend(element('li', { class: 'choose' }, choice));
  // A link into a hidden group shows it.
  window.addEventListener('hashchange', () => {
    const target = document.getElementById(location.hash.slice(1))?.closest('section.group');
    if (target?.hidden) { choice.value = ''; choice.dispatchEvent(new Event('change')); target.scrollIntoView(); }
  });
}
