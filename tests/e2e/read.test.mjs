// The reading edition, as a visitor without scripts meets it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { lessons, open } from './drydock.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

/** A page of the edition; scripts are off unless one asks for them. */
async function read(path, options = {}) {
  const context = await app.browser.newContext({ javaScriptEnabled: false, ...options });
  const page = await context.newPage();
  page.errors = [];
  page.on('console', (message) => message.type() === 'error' && page.errors.push(message.text()));
  page.on('requestfailed', (request) => page.errors.push(request.url()));
  await page.goto(`${app.site.url}read/${path}`);
  return page;
}

test('without scripts the first page leads to the lessons, and they lead on', async () => {
  const context = await app.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(app.site.url);
  await page.getByRole('link', { name: /plain pages/ }).first().click();
  const [first, second] = lessons();
  await page.getByRole('link', { name: first.title, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
  await page.getByRole('link', { name: `Next: ${second.title}` }).click();
  await page.getByRole('heading', { level: 1, name: second.title }).waitFor();
  await page.getByRole('link', { name: `Previous: ${first.title}` }).click();
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
});

test('sources are in sight and answers are folded away', async () => {
  const page = await read(`${lessons()[0].id}.html`);
  const sources = page.getByRole('region', { name: 'Facts and sources' });
  assert.match(await sources.innerText(), /checked \d+ \w+ 20\d\d/);
  const answer = page.locator('details .reasons').first();
  assert.equal(await answer.isVisible(), false);
  await page.locator('.question summary').first().click();
  await answer.waitFor();
  assert.match(await answer.innerText(), /right:/);
});

test('a still figure says what came of the day and leads to its live form', async () => {
  const page = await read('ec2-or-fargate.html', { javaScriptEnabled: true });
  const figure = page.locator('.still').first();
  assert.match(await figure.locator('figcaption').innerText(), /requests .* Simulated, seed \d+/s);
  await figure.getByRole('link', { name: /live lesson/ }).click();
  await page.locator('.lab-figure').first().waitFor();
  assert.match(page.url(), /#\/learn\/ec2-or-fargate\/./);
});

// Both themes and both widths, and not all four pairs: these pages hold nothing that changes.
for (const [colorScheme, width] of [
  ['light', 320],
  ['dark', 1440],
]) {
  test(`plain pages, ${colorScheme}, ${width} px: no violation, nothing sideways`, async () => {
    const viewport = { width, height: 900 };
    for (const path of ['index', 'facts', 'sheet', ...lessons().map(({ id }) => id)]) {
      const page = await read(`${path}.html`, { colorScheme, viewport, javaScriptEnabled: true });
      assert.deepEqual(await violations(page), [], path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${path}: ${wide} px wide`);
      assert.deepEqual(page.errors, [], path);
      await page.context().close();
    }
  });
}

test('the cheat sheet is two pages on paper, and a lesson leaves its buttons behind', async () => {
  const sheet = await read('sheet.html', { javaScriptEnabled: true });
  const sections = sheet.locator('.sheet section');
  assert.ok((await sections.count()) >= lessons().length - 1);
  const pdf = await sheet.pdf({ preferCSSPageSize: true });
  assert.equal(pdf.toString('latin1').match(/\/Type \/Page\b/g).length, 2);

  const page = await app.visit(`#/learn/${lessons()[0].id}`);
  await page.locator('.code').first().waitFor();
  await page.emulateMedia({ media: 'print' });
  const seen = await page.locator('main button:visible:not(.fact-value)').allInnerTexts();
  assert.deepEqual(seen, []);
});
