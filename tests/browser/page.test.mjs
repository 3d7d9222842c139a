// Reports as a person meets them: opened from disk in a real browser, pointed at, zoomed, sorted, printed, read with
// a keyboard and by a screen reader's rules. Screenshots are left to be looked at.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import puppeteer from 'puppeteer-core';

const { REPORTS, SHOTS } = process.env;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const chromium = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  .find(path => path && existsSync(path));
const PAGES = ['good', 'bad', 'one', 'shared'];
let browser;

before(async () => {
  assert.ok(chromium, 'no Chromium here: apt-get install chromium, or name it in CHROMIUM');
  browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox', '--font-render-hinting=none'] });
});
after(() => browser?.close());

const rest = (page, ms = 300) => page.evaluate(ms => new Promise(done => setTimeout(done, ms)), ms);

// A page and what it did while it was open: requests, complaints.
async function open(name, { width = 1440, height = 1000, dark = false, script = true, media } = {}) {
  const page = await browser.newPage();
  const seen = { requests: [], complaints: [] };
  await page.setViewport({ width, height });
  await page.setJavaScriptEnabled(script);
  if (dark) await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  if (media) await page.emulateMediaType(media);
  page.on('request', request => seen.requests.push(request.url()));
  page.on('console', line => seen.complaints.push(`${line.type()}: ${line.text()}`));
  page.on('pageerror', error => seen.complaints.push(error.message));
  await page.goto(`file://${REPORTS}/${name}/report/index.html`, { waitUntil: 'load' });
  return { page, seen };
}

async function scrollThrough(page) {
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 700) {
      window.scrollTo({ top: y, behavior: 'instant' });
      await new Promise(done => setTimeout(done, 60));
    }
  });
  await rest(page);
}

for (const name of PAGES) {
  test(`${name}: one file, no request, no complaint, every chart drawn`, async () => {
    const { page, seen } = await open(name);
    await scrollThrough(page);
    const charts = await page.$$eval('figure:has(script.data)', all => all.map(chart => ({
      drawn: chart.classList.contains('drawn'),
      wide: chart.querySelector('canvas')?.clientWidth ?? 0,
      title: chart.querySelector('.title').textContent,
    })));
    assert.ok(charts.length > 5, `${charts.length} charts`);
    for (const chart of charts) assert.ok(chart.drawn && chart.wide > 200, JSON.stringify(chart));
    assert.deepEqual(seen.complaints, []);
    assert.deepEqual(seen.requests, [`file://${REPORTS}/${name}/report/index.html`]);
    await page.close();
  });

  // The rules are slow on a page of many groups: every look on the page of one, two of them on the others.
  const phone = { width: 390, height: 844 };
  const looks = { light: {}, phone, ...(name === 'one' ? { dark: { dark: true }, 'phone-dark': { ...phone, dark: true } } : {}) };
  for (const [look, options] of Object.entries(looks)) {
    test(`${name}: accessible and inside the window, ${look}`, async () => {
      const { page } = await open(name, options);
      await scrollThrough(page);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `the page is ${over} px wider than the window`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }));
      const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      const told = bad.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`);
      assert.deepEqual(told, []);
      await page.evaluate(() => window.scrollTo(0, 0));
      await rest(page);
      await page.screenshot({ path: `${SHOTS}/${name}-${look}.png` });
      await page.close();
    });
  }
}

test('a chart is pointed at, read by keys, zoomed and switched', async () => {
  const { page, seen } = await open('bad');
  const chart = await page.waitForSelector('#g1-daily_messages figure');
  await chart.evaluate(one => one.scrollIntoView({ block: 'center' }));
  await page.waitForSelector('#g1-daily_messages figure.drawn .plotted canvas');
  await rest(page);
  const over = await page.$('#g1-daily_messages figure .u-over');
  const { x, y, width, height } = await over.boundingBox();
  await page.mouse.move(x + width * 0.4, y + height / 2);
  await rest(page);
  const tip = await page.$eval('#g1-daily_messages .tip', one => ({ hidden: one.hidden, text: one.textContent }));
  assert.ok(!tip.hidden && /20\d\d/.test(tip.text) && /\d/.test(tip.text), JSON.stringify(tip));
  await page.screenshot({ path: `${SHOTS}/hover.png` });

  const reset = '#g1-daily_messages .reset';
  assert.ok(await page.$eval(reset, one => one.hidden));
  await page.mouse.move(x + width * 0.3, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.6, y + height / 2, { steps: 8 });
  await page.mouse.up();
  await rest(page);
  assert.ok(!(await page.$eval(reset, one => one.hidden)), 'dragging zooms');
  await page.screenshot({ path: `${SHOTS}/zoomed.png` });
  // Every chart over time shows the stretch that was chosen, those drawn later too.
  await page.$eval('#g1-weekly_retention figure', one => one.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await page.waitForSelector('#g1-weekly_retention figure.drawn .plotted canvas');
  await rest(page);
  assert.ok(!(await page.$eval('#g1-weekly_retention .reset', one => one.hidden)), 'the stretch is shared');
  await page.$eval('#g1-daily_messages figure', one => one.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await rest(page);
  await page.click(reset);
  await rest(page);
  assert.ok(await page.$eval(reset, one => one.hidden), 'the button shows everything again');
  assert.ok(await page.$eval('#g1-weekly_retention .reset', one => one.hidden), 'everywhere');

  await page.focus('#g1-daily_messages .plotted');
  await page.keyboard.press('Home');
  const first = await page.$eval('#g1-daily_messages [aria-live]', one => one.textContent);
  await page.keyboard.press('ArrowRight');
  const second = await page.$eval('#g1-daily_messages [aria-live]', one => one.textContent);
  assert.ok(first && second && first !== second, `${first} / ${second}`);
  await page.keyboard.press('+');
  await rest(page);
  assert.ok(!(await page.$eval(reset, one => one.hidden)), 'plus zooms');
  await page.keyboard.press('Escape');
  await rest(page);
  assert.ok(await page.$eval(reset, one => one.hidden));

  const button = '#g1-daily_messages .legend button[aria-pressed]';
  await page.click(button);
  assert.equal(await page.$eval(button, one => one.getAttribute('aria-pressed')), 'false');
  await page.click(button);
  assert.equal(await page.$eval(button, one => one.getAttribute('aria-pressed')), 'true');
  assert.deepEqual(seen.complaints, []);
  await page.close();
});

test('the numbers drawn are the numbers of the CSV', async () => {
  const { page } = await open('one');
  const drawn = await page.$eval('#g1-daily_messages script.data', one => JSON.parse(one.textContent));
  const csv = readFileSync(`${REPORTS}/one/report/charts/daily_messages.csv`, 'utf8').trim().split('\n').slice(1);
  const bars = drawn.layers.find(layer => layer.kind === 'bars');
  const days = csv.map(line => line.split(',')).filter(([, messages]) => messages !== '');
  assert.deepEqual(bars.xs.map(day => new Date(day * 864e5).toISOString().slice(0, 10)), days.map(([day]) => day));
  assert.deepEqual(bars.ys, days.map(([, messages]) => Number(messages)));
  await page.close();
});

test('groups are sorted, chosen and compared', async () => {
  const { page, seen } = await open('bad');
  const names = () => page.$$eval('table.portfolio tbody tr:not([hidden]) th', all => all.map(one => one.textContent));
  const before = await names();
  assert.equal(before.length, 3);
  await page.click('table.portfolio thead th:nth-child(2) button');
  const down = await names();
  await page.click('table.portfolio thead th:nth-child(2) button');
  assert.deepEqual(await names(), [...down].reverse());
  assert.equal(await page.$eval('table.portfolio thead th:nth-child(2)', one => one.getAttribute('aria-sort')), 'ascending');
  await page.select('nav select', 'g2');
  await rest(page);
  assert.equal((await names()).length, 1);
  const shown = await page.$$eval('section.group:not([hidden])', all => all.map(one => one.id));
  assert.deepEqual(shown, ['g2']);
  await page.select('nav select', '');
  assert.equal((await names()).length, 3);
  await page.select('#vital', '1');
  await rest(page);
  assert.ok(await page.$eval('#compare canvas', one => one.clientWidth > 200));
  assert.ok((await page.$$('#compare .legend button')).length >= 2);
  assert.deepEqual(seen.complaints, []);
  await page.close();
});

test('light and dark by choice', async () => {
  const { page } = await open('good');
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.click('label.theme');
  assert.notEqual(await ground(), light);
  await rest(page);
  await page.screenshot({ path: `${SHOTS}/good-chosen-dark.png` });
  await page.close();
});

test('without scripts every chart is a drawing', async () => {
  const { page, seen } = await open('good', { script: false });
  const drawings = await page.$$eval('figure .drawing svg', all => all.filter(one => one.getBoundingClientRect().height > 100 || one.closest('details')).length);
  const figures = await page.$$eval('figure', all => all.length);
  assert.equal(drawings, figures);
  assert.equal((await page.$$('.live, button')).length, 0);
  assert.equal(seen.requests.length, 1);
  await page.close();
});

test('printed: drawings, no buttons, every section whole', async () => {
  for (const name of ['one', 'bad']) {
    const { page } = await open(name);
    await scrollThrough(page);
    await page.pdf({ path: `${SHOTS}/${name}.pdf`, format: 'A4' });
    await page.emulateMediaType('print');
    const seen = selector => page.$$eval(selector, all => all.filter(one => one.getClientRects().length > 0).length);
    assert.equal(await seen('.live, nav, .print, .theme, .reset'), 0);
    assert.ok((await seen('figure .drawing svg')) > 5);
    await page.close();
  }
});
