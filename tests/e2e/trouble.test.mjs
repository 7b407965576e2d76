// What goes wrong in the world: files that do not come, storage that is damaged, folders that move.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lessons, open, ready } from './drydock.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

const [first, second] = lessons();

async function reads(page, lesson) {
  await page.getByRole('heading', { level: 1, name: lesson.title }).waitFor();
}

for (const [what, answer] of [
  ['missing', (route) => route.fulfill({ status: 404, body: 'not found' })],
  ['damaged', (route) => route.fulfill({ status: 200, body: '{"version":1,"id":"' })],
  ['unreachable', (route) => route.abort()],
]) {
  test(`a lesson that is ${what} leaves the rest usable`, async () => {
    const page = await app.visit();
    await page.route(`**/content/lessons/${first.id}.json`, answer);
    await page.getByRole('link', { name: first.title }).first().click();
    const notice = page.getByRole('alert').or(page.getByRole('status'));
    await notice.filter({ hasText: /\w{4}/ }).first().waitFor();
    await page.evaluate((id) => (location.hash = `#/learn/${id}`), second.id);
    await reads(page, second);
    assert.deepEqual(page.errors.filter((text) => !/Failed to load resource/.test(text)), []);
  });
}

test('questions that are missing leave the lesson readable', async () => {
  const page = await app.visit();
  await page.route('**/content/questions/*', (route) => route.fulfill({ status: 404, body: '' }));
  await page.getByRole('link', { name: first.title }).first().click();
  await reads(page, first);
  await page.getByRole('table').first().waitFor();
  const notice = page.getByRole('alert').or(page.getByRole('status'));
  await notice.filter({ hasText: /question/i }).first().waitFor();
});

test('a lab link opens although the map is missing', async () => {
  const page = await app.visit('#/about');
  await page.route('**/content/map.json', (route) => route.abort());
  await page.evaluate(() => (location.hash = '#/lab'));
  await page.reload();
  await page.getByRole('region', { name: 'Verdict' }).getByText('$').first().waitFor();
});

test('a damaged store is kept aside, not lost and not in the way', async () => {
  const page = await app.visit(`#/learn/${first.id}`);
  await reads(page, first);
  const group = page.getByRole('group').filter({
    has: page.getByRole('button', { name: 'Check answer' }),
  });
  await group.first().getByRole('radio').or(group.first().getByRole('checkbox')).first().check();
  await group.first().getByRole('button', { name: 'Check answer' }).click();
  await page.locator('.reason').first().waitFor();
  const damaged = await page.evaluate(() => {
    const keys = Object.keys(localStorage);
    for (const key of keys) localStorage.setItem(key, `{"torn ${key}`);
    return keys;
  });
  assert.ok(damaged.length > 0, 'an answer was not stored');
  await page.reload();
  await ready(page);
  await reads(page, first);
  const kept = await page.evaluate(() => Object.values(localStorage).join('\n'));
  const log = damaged.filter((key) => /log|attempt|progress|answer/.test(key));
  assert.ok(log.length > 0, `no log among ${damaged}`);
  for (const key of log) assert.ok(kept.includes(`{"torn ${key}`), `${key} was overwritten`);
  await group.first().getByRole('button', { name: 'Check answer' }).waitFor();
  assert.deepEqual(page.errors, []);
});

test('without storage the course is still there', async () => {
  const page = await app.visit();
  await page.context().addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await page.goto(`${app.site.url}#/learn/${first.id}`);
  await page.reload();
  await ready(page);
  await reads(page, first);
});

test('where no worker starts the day is computed in place', async () => {
  const page = await app.visit();
  await page.route('**/worker*.js*', (route) => route.abort());
  await page.goto(`${app.site.url}#/lab`);
  await page.reload();
  await page.getByRole('region', { name: 'Verdict' }).getByText('$').first().waitFor();
});

test('a lab that does not come says so and can be asked for again', async () => {
  const page = await app.visit('#/about');
  await page.route('**/drydock-lab*', (route) => route.abort());
  await page.getByRole('link', { name: 'Lab', exact: true }).first().click();
  await page.getByRole('alert').filter({ hasText: /lab could not be loaded/i }).waitFor();
  await page.unroute('**/drydock-lab*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('region', { name: 'Verdict' }).getByText('$').first().waitFor();
});

test('a lesson can be read while its figures are on their way, and does not jump', async () => {
  const page = await app.visit();
  let letCome;
  const wait = new Promise((come) => (letCome = come));
  await page.route('**/drydock-lab*', (route) => wait.then(() => route.continue()));
  await page.goto(`${app.site.url}#/learn/${first.id}`);
  await page.reload();
  await reads(page, first);
  const last = page.getByRole('heading', { level: 2 }).last();
  const top = () => last.evaluate((heading) => heading.getBoundingClientRect().top + scrollY);
  const figures = await page.locator('.lab-figure').count();
  const before = await top();
  letCome();
  await page.locator('.lab-figure .lab-verdict').getByText('$').first().waitFor();
  await page.waitForTimeout(500);
  const moved = Math.abs((await top()) - before);
  assert.ok(moved <= 40 * figures, `${figures} figures moved the text by ${moved} px`);
});

for (const path of ['/', '/any/sub/path/', '/with%20space/']) {
  test(`the built folder works unchanged from ${path}`, async () => {
    const moved = await open(decodeURI(path));
    try {
      const page = await moved.visit(`#/learn/${second.id}`);
      await reads(page, second);
      await page.getByRole('link', { name: 'Lab', exact: true }).first().click();
      await page.getByRole('region', { name: 'Verdict' }).getByText('$').first().waitFor();
      assert.deepEqual(page.errors, []);
      assert.equal(await foreign(page, moved.site.url), '');
    } finally {
      await moved.close();
    }
  });
}

test('the folder may be moved', async () => {
  const moved = await open('/before/');
  try {
    await reads(await moved.visit(`#/learn/${first.id}`), first);
    moved.site.move('/after/the/move/');
    const page = await moved.visit(`#/learn/${first.id}`);
    await reads(page, first);
    assert.deepEqual(page.errors, []);
  } finally {
    await moved.close();
  }
});

/** Addresses of other hosts that the page has asked for. */
function foreign(page, home) {
  return page.evaluate(
    (origin) =>
      performance
        .getEntriesByType('resource')
        .map((entry) => entry.name)
        .filter((name) => !name.startsWith(origin))
        .join(' '),
    new URL(home).origin,
  );
}
