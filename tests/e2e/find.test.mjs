// Search, and the page of facts and terms: by keyboard and by mouse, with slips of the finger.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { compiled, lessons, open, ready } from './drydock.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

const first = lessons()[0];

/** The search, open, with the index loaded. */
async function search(page) {
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  return opened(page);
}

async function opened(page) {
  const dialog = page.getByRole('dialog', { name: 'Search' });
  await dialog.getByRole('combobox', { name: 'Search' }).waitFor();
  await dialog.getByRole('button', { name: 'drain' }).waitFor();
  await page.waitForFunction(
    () => document.querySelector('dialog [role=status]').textContent === '',
  );
  return dialog;
}

test('one key opens it, the arrows choose, Enter opens', async () => {
  const page = await app.visit();
  await page.keyboard.press('/');
  const dialog = await opened(page);
  const field = dialog.getByRole('combobox');
  await page.keyboard.type(first.title);
  const chosen = dialog.getByRole('option', { selected: true });
  assert.ok((await chosen.innerText()).startsWith(first.title));
  assert.equal(await field.getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  const second = await dialog.getByRole('option', { selected: true }).getAttribute('id');
  assert.equal(await field.getAttribute('aria-activedescendant'), second);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
  assert.equal(await dialog.isVisible(), false);
  assert.deepEqual(page.errors, []);
});

test('a slip finds the same, and a heading has its place', async () => {
  const page = await app.visit();
  const dialog = await search(page);
  await page.keyboard.type('exectuion role pulls');
  await dialog.getByRole('button', { name: /^Lessons [1-9]/ }).click();
  const option = dialog.getByRole('option').first();
  await option.click();
  await page.waitForURL(/#\/learn\/[^/]+/);
});

test('a question is found, opened at its place, and its answer is not told', async () => {
  const id = first.questions.at(-1);
  const page = await app.visit();
  const dialog = await search(page);
  const index = compiled('search.json').entries;
  const entry = index.find((it) => it.address.endsWith(`/stem-${id}`));
  await page.keyboard.type(entry.title.split(' ').slice(0, 14).join(' '));
  await dialog.getByRole('option', { name: entry.title.slice(0, 40) }).first().click();
  await page.locator(`[id="stem-${id}"]`).waitFor();
  await page.waitForFunction((id) => {
    const top = document.getElementById(`stem-${id}`).getBoundingClientRect().top;
    return top >= 0 && top < innerHeight;
  }, id);
});

test('what is found is there within a frame', async () => {
  const page = await app.visit();
  await search(page);
  await page.keyboard.type('target trackin');
  const took = await page.evaluate(
    () =>
      new Promise((done) => {
        const field = document.querySelector('#search-field');
        const start = performance.now();
        field.value += 'g';
        field.dispatchEvent(new Event('input', { bubbles: true }));
        const drawn = performance.now() - start;
        requestAnimationFrame(() => done(drawn));
      }),
  );
  assert.ok(took < 16, `${took} ms`);
});

test('Escape leaves, and the key can be changed and switched off', async () => {
  const page = await app.visit('#/about');
  const field = page.getByLabel(/key that opens the search/i);
  await field.fill('k');
  await field.blur();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('/');
  await page.keyboard.press('k');
  const dialog = await opened(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.reload();
  await ready(page);
  assert.equal(await page.getByLabel(/key that opens the search/i).inputValue(), 'k');
  await page.getByLabel(/key that opens the search/i).fill('');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('k');
  await page.keyboard.press('/');
  assert.equal(await page.getByRole('dialog').count(), 0);
});

test('where one was is offered again, and where nothing is found the nearest facts', async () => {
  const page = await app.visit();
  const dialog = await search(page);
  await page.keyboard.type(first.title);
  await dialog.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
  await page.goto(`${app.site.url}#/lab`);
  await page.reload();
  await ready(page);
  await search(page);
  await dialog.getByRole('link', { name: first.title }).click();
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
  await search(page);
  await page.keyboard.type('faragatte');
  await dialog.getByText('Nothing has these words').waitFor();
  assert.match(await dialog.getByRole('option').first().innerText(), /Fargate/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/#\/about\/facts\//);
  assert.deepEqual(page.errors, []);
});

test('letters that one types elsewhere open nothing', async () => {
  const page = await app.visit('#/about/facts');
  const filter = page.getByLabel('Show those with');
  await filter.fill('');
  await filter.pressSequentially('a/b');
  assert.equal(await filter.inputValue(), 'a/b');
  assert.equal(await page.getByRole('dialog').count(), 0);
});

test('facts and terms: all there, filtered, each with an address', async () => {
  const facts = Object.keys(compiled('facts.json'));
  const page = await app.visit('#/about/facts/fargate.vcpu_hour');
  const fact = page.locator('[id="fargate.vcpu_hour"]');
  await fact.waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'fargate.vcpu_hour');
  assert.match(await fact.innerText(), /AWS Fargate pricing page, checked \d+ \w+ 20\d\d/);
  const entries = page.locator('.entries li');
  assert.ok((await entries.count()) > facts.length, 'terms stand beside the facts');
  await page.getByLabel('Show those with').fill('spot instnace');
  await page.locator('.filter [role=status]').filter({ hasText: / of / }).waitFor();
  const shown = await page.locator('.entries li:visible').allInnerTexts();
  assert.ok(shown.length > 0 && shown.length < 40, `${shown.length} shown`);
  assert.ok(shown.every((text) => /spot/i.test(text)));
  assert.deepEqual(page.errors, []);
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 1440]) {
    test(`search and facts, ${colorScheme}, ${width} px: no violation`, async () => {
      const options = { colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' };
      const page = await app.visit('#/about/facts', options);
      await page.getByLabel('Show those with').waitFor();
      assert.deepEqual(await violations(page), [], 'facts');
      await search(page);
      assert.deepEqual(await violations(page), [], 'nothing asked');
      await page.keyboard.type('role');
      await page.getByRole('option').first().waitFor();
      assert.deepEqual(await violations(page), [], 'found');
      await page.keyboard.type('qqqq');
      await page.getByText('Nothing has these words').waitFor();
      assert.deepEqual(await violations(page), [], 'nothing found');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} px wide`);
      assert.deepEqual(page.errors, []);
    });
  }
}
