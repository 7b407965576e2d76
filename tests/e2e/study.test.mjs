// Reading a lesson and answering its questions, as a learner does, over a reload.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lessons, compiled, open, openPage, plain, questions, ready } from './drydock.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

const first = lessons()[0];
const bank = questions();

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** The option's text, after its letter. */
const says = (html) => new RegExp(`^\\s*([A-E]\\s*)?${escaped(plain(html))}`);

/** The question as it stands in the page. */
function question(page, item) {
  return page.getByRole('group', { name: plain(item.stem) });
}

/** Chooses the options and asks for the verdict. */
async function answer(page, item, options) {
  const group = question(page, item);
  const role = item.kind === 'single' ? 'radio' : 'checkbox';
  for (const option of options) {
    await group.getByRole(role, { name: says(option.text) }).check();
  }
  await group.getByRole('button', { name: 'Check answer' }).click();
  return group;
}

async function showsEveryReason(group, item) {
  const reasons = group.locator('.reason');
  await reasons.first().waitFor();
  assert.equal(await reasons.count(), item.options.length);
  const text = plain(await group.innerText());
  for (const option of item.options) {
    assert.ok(text.includes(plain(option.why)), `no reason for “${option.text}”`);
  }
}

const keys = (item) => item.options.filter((option) => option.key);
const ofKind = (kind) => {
  const [lesson, id] = lessons()
    .flatMap((entry) => entry.questions.map((id) => [entry, id]))
    .find(([, id]) => bank.get(id).kind === kind);
  return { lesson, item: bank.get(id) };
};

test('the first page leads to a lesson', async () => {
  const page = await app.visit();
  assert.equal(await page.locator('h1').count(), 1);
  await page.getByRole('link', { name: first.title }).first().click();
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
  assert.match(await page.title(), new RegExp(escaped(first.title)));
  for (const heading of compiled(`lessons/${first.id}.json`).headings) {
    const level2 = page.getByRole('heading', { level: 2, name: heading.title });
    await level2.waitFor();
  }
  const table = page.getByRole('table').first();
  assert.ok((await table.getByRole('row').count()) > 2);
  assert.deepEqual(page.errors, []);
});

test('a fact shows its source and date on focus', async () => {
  const page = await app.visit(`#/learn/${first.id}`);
  // Terms are explained in the same way; a fact has a number.
  const fact = page.locator('.fact-value').filter({ hasText: /\d/ }).first();
  await fact.waitFor();
  const note = page.locator(`#${await fact.getAttribute('aria-describedby')}`);
  assert.equal(await note.isVisible(), false);
  await fact.focus();
  await note.waitFor();
  assert.equal(await note.getAttribute('role'), 'tooltip');
  assert.match(await note.innerText(), /20\d\d/);
  assert.match(await note.innerText(), /AWS|Amazon|ECS|Fargate/);
  await page.keyboard.press('Escape');
  await note.waitFor({ state: 'hidden' });
});

test('a heading of the contents has an address of its own', async () => {
  const heading = compiled(`lessons/${first.id}.json`).headings[1];
  const page = await app.visit(`#/learn/${first.id}/${heading.id}`);
  const title = page.getByRole('heading', { level: 2, name: heading.title });
  await title.waitFor();
  await page.waitForFunction((id) => {
    const top = document.getElementById(id).getBoundingClientRect().top;
    return top >= 0 && top < innerHeight / 2;
  }, heading.id);
});

test('a right answer to a single question', async () => {
  const { lesson, item } = ofKind('single');
  const page = await app.visit(`#/learn/${lesson.id}`);
  const group = await answer(page, item, keys(item));
  await group.getByText('Right', { exact: true }).first().waitFor();
  await showsEveryReason(group, item);
  assert.deepEqual(page.errors, []);
});

test('a wrong answer to a single question', async () => {
  const { lesson, item } = ofKind('single');
  const page = await app.visit(`#/learn/${lesson.id}`);
  const group = await answer(page, item, [item.options.find((option) => !option.key)]);
  await group.getByText('Not this one').first().waitFor();
  await showsEveryReason(group, item);
});

test('a question with several right options wants all of them', async () => {
  const { lesson, item } = ofKind('multiple');
  const page = await app.visit(`#/learn/${lesson.id}`);
  let group = await answer(page, item, keys(item));
  await group.getByText('Right', { exact: true }).first().waitFor();
  await showsEveryReason(group, item);

  const other = await app.visit(`#/learn/${lesson.id}`);
  const wrong = item.options.find((option) => !option.key);
  group = await answer(other, item, [...keys(item).slice(1), wrong]);
  await group.getByText('Not this one').first().waitFor();
});

test('the keyboard alone answers a question', async () => {
  const { lesson, item } = ofKind('single');
  const page = await app.visit(`#/learn/${lesson.id}`);
  const group = question(page, item);
  await group.getByRole('radio').first().focus();
  await page.keyboard.press('Space');
  for (let presses = 0; presses < item.options.length; presses += 1) {
    const right = group.getByRole('radio', { name: says(keys(item)[0].text) });
    if (await right.isChecked()) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await group.getByText('Right', { exact: true }).first().waitFor();
});

test('a reload keeps the answers', async () => {
  const { lesson, item } = ofKind('single');
  const page = await app.visit(`#/learn/${lesson.id}`);
  await answer(page, item, keys(item));
  await question(page, item).locator('.reason').first().waitFor();
  await page.reload();
  await ready(page);
  const group = question(page, item);
  await group.getByText('Right', { exact: true }).first().waitFor();
  await showsEveryReason(group, item);
  const own = group.getByRole('listitem').filter({ hasText: plain(keys(item)[0].text) });
  assert.match(await own.innerText(), /your answer/i);
  assert.deepEqual(page.errors, []);
});

test('a question may be tried again, and the first answer stays in the log', async () => {
  const { lesson, item } = ofKind('single');
  const page = await app.visit(`#/learn/${lesson.id}`);
  await answer(page, item, [item.options.find((option) => !option.key)]);
  await question(page, item).getByRole('button', { name: 'Try again' }).click();
  const group = await answer(page, item, keys(item));
  await group.getByText('Right', { exact: true }).first().waitFor();
  const log = await page.evaluate(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith('drydock/1/log/'))
      .map((key) => JSON.parse(localStorage.getItem(key)))
      .map((entry) => entry.marked),
  );
  assert.deepEqual(log.sort(), ['right', 'wrong']);
});

test('a lesson offers the place where its reader stopped', async () => {
  const page = await app.visit(`#/learn/${first.id}`);
  const heading = compiled(`lessons/${first.id}.json`).headings[2];
  await page.locator(`#${heading.id}`).waitFor();
  await page.evaluate((id) => document.getElementById(id).scrollIntoView(), heading.id);
  await page.waitForFunction(
    (title) => Object.values(localStorage).some((value) => value.includes(title)),
    heading.title,
  );
  // A reload would go back to the place by itself.
  const later = await openPage(page.context(), `${app.site.url}#/learn/${first.id}`);
  const offer = later.getByText('You stopped at').first();
  await offer.waitFor();
  assert.ok((await offer.innerText()).includes(heading.title));
  await later.getByRole('link', { name: 'Go on there' }).click();
  await later.waitForFunction((id) => {
    const top = document.getElementById(id).getBoundingClientRect().top;
    return top >= 0 && top < innerHeight / 2;
  }, heading.id);
});

test('back and forward go through the pages', async () => {
  const page = await app.visit();
  await page.getByRole('link', { name: first.title }).first().click();
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
  await page.getByRole('link', { name: 'Lab', exact: true }).first().click();
  await page.getByRole('region', { name: 'Fleet' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
  await page.goBack();
  assert.match(page.url(), /(#\/)?$/);
  await page.getByRole('link', { name: first.title }).first().waitFor();
  await page.goForward();
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
  assert.deepEqual(page.errors, []);
});

test('a new page takes the focus to its heading', async () => {
  const page = await app.visit();
  await page.getByRole('link', { name: first.title }).first().click();
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
  await page.waitForFunction(() => document.activeElement?.closest('h1') !== null);
});

test('code is coloured and can be copied', async () => {
  const { id } = lessons().find(({ id }) =>
    JSON.stringify(compiled(`lessons/${id}.json`)).includes('data-copy'),
  );
  const page = await app.visit(`#/learn/${id}`);
  const code = page.locator('.code').filter({ has: page.locator('[data-copy]') }).first();
  await code.locator('.k').first().waitFor();
  await code.getByRole('button', { name: 'Copy' }).click();
  await code.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied.trim(), (await code.locator('code').innerText()).trim());
  assert.deepEqual(page.errors, []);
});
