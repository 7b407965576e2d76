// Practising as a learner does: by keyboard alone, by touch, in every kind of question.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { open, plain, questions, ready } from './drydock.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

const bank = questions();

/** The question that stands in the page, and its frame. */
async function asked(page) {
  const frame = page.locator('.practice .question');
  const stem = frame.locator('.stem');
  await stem.waitFor();
  const id = (await stem.getAttribute('id')).replace(/^stem-/, '');
  return { frame, id, item: bank.get(id) };
}

async function verdict(page) {
  const verdict = page.locator('.practice .verdict');
  await verdict.waitFor();
  return plain(await verdict.innerText());
}

const entries = (page, kind) =>
  page.evaluate(
    (kind) =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith('drydock/1/log/'))
        .sort()
        .map((key) => JSON.parse(localStorage.getItem(key)))
        .filter((entry) => entry.kind === kind),
    kind,
  );

/** The letter before the option with that text. */
async function letterOf(frame, html) {
  const labels = await frame.locator('label.option').all();
  for (const label of labels) {
    if (plain(await label.locator('.text').innerHTML()) === plain(html)) {
      return plain(await label.locator('.letter').innerText());
    }
  }
  throw new Error(`no option “${plain(html)}”`);
}

/** Gives the right answer by hand and checks it. */
async function answer(page) {
  const { frame, item } = await asked(page);
  if (item.kind === 'match') {
    for (const option of item.options) {
      const row = frame.locator('label.option').filter({ hasText: plain(option.text) });
      await row.locator('select').selectOption(String(option.target ?? 0));
    }
  } else if (item.kind === 'order') {
    for (let place = 0; place < item.options.length; place += 1) {
      const line = frame.locator(`li[data-at="${place}"]`);
      for (;;) {
        const at = await line.evaluate((line) => [...line.parentElement.children].indexOf(line));
        if (at === place) break;
        await line.getByRole('button', { name: /^Move up/ }).click();
      }
    }
  } else if (item.kind === 'number') {
    const key = item.options.find((option) => option.key);
    await frame.getByRole('textbox').fill(String(key.value));
  } else {
    for (const option of item.options.filter((option) => option.key)) {
      const letter = await letterOf(frame, option.text);
      await frame.locator('label.option').filter({ hasText: letter }).first().waitFor();
      const inputs = frame.locator('label.option input');
      await inputs.nth(letter.charCodeAt(0) - 65).check();
    }
  }
  await frame.getByRole('button', { name: 'Check answer' }).click();
  return item;
}

test('a set is practised by keyboard alone', async () => {
  const page = await app.visit('#/practice');
  const start = page.getByRole('link', { name: /^Practise 20/ });
  await start.waitFor();
  for (let presses = 0; presses < 40; presses += 1) {
    if (await start.evaluate((link) => link === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByText('1 of 20').first().waitFor();

  // Three choices of one, each said to be sure of.
  await page.goto(`${app.site.url}#/practice?own=3&kind=single`);
  for (let number = 1; number <= 3; number += 1) {
    await page.getByText(`${number} of 3`).first().waitFor();
    const { frame, item } = await asked(page);
    const letter = await letterOf(frame, item.options.find((option) => option.key).text);
    await page.keyboard.press(letter.toLowerCase());
    await page.keyboard.press('3');
    assert.match(await verdict(page), /^Right, and you were sure of it\. It comes back/);
    assert.equal(await frame.locator('.reason').count(), item.options.length);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('heading', { name: '3 of 3 right' }).waitFor();
  const attempts = await entries(page, 'attempt');
  assert.deepEqual(attempts.map((entry) => entry.sure), ['sure', 'sure', 'sure']);
  assert.ok(attempts.every((entry) => entry.marked === 'right' && entry.place === 'practice'));
  assert.deepEqual(page.errors, []);
});

test('digits choose as well, and a wrong answer says so', async () => {
  const page = await app.visit('#/practice?own=1&kind=single');
  const { frame, item } = await asked(page);
  const right = await letterOf(frame, item.options.find((option) => option.key).text);
  await page.keyboard.press(right === 'A' ? '2' : '1');
  await page.keyboard.press('1');
  assert.match(await verdict(page), /^Not this one, and you did not claim to know\. It comes back tomorrow/);
  const [attempt] = await entries(page, 'attempt');
  assert.deepEqual([attempt.marked, attempt.sure], ['wrong', 'guess']);
});

for (const kind of ['multiple', 'match', 'order', 'number', 'predict', 'diagnose']) {
  test(`a question of kind ${kind} is answered and explained`, async () => {
    const page = await app.visit(`#/practice?own=1&kind=${kind}`);
    const item = await answer(page);
    assert.equal(item.kind, kind);
    assert.match(await verdict(page), /^Right/);
    const { frame } = await asked(page);
    assert.equal(await frame.locator('.reason').count(), item.options.length);
    const text = plain(await frame.innerText());
    for (const option of item.options) {
      assert.ok(text.includes(plain(option.why)), `no reason for “${option.text}”`);
    }
    assert.ok((await frame.locator('.sources li').count()) >= 1);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(page.errors, []);
  });
}

test('a drill fills its table, and goes on', async () => {
  const page = await app.visit('#/practice?drill=which-role');
  const rows = page.locator('.pair tbody tr');
  await rows.first().waitFor();
  assert.equal(await page.locator('.pair .now').count(), 0);
  const unmet = await page.locator('.unmet').count();
  for (let number = 0; number < 2; number += 1) {
    await asked(page);
    await page.keyboard.press('a');
    await page.keyboard.press('Enter');
    await verdict(page);
    assert.ok((await page.locator('.pair .now').count()) >= 1);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Check answer' }).waitFor();
  }
  assert.ok((await page.locator('.unmet').count()) <= unmet);
  await page.reload();
  await ready(page);
  await page.getByText(/Last 2 on this pair/).waitFor();
  await page.goto(`${app.site.url}#/practice`);
  await page.getByText(/last 2: \d right/).waitFor();
});

test('numbers are drawn anew each time', async () => {
  const page = await app.visit('#/practice?make=tracking-out');
  const first = plain(await (await asked(page)).frame.locator('.stem').innerText());
  await page.keyboard.press('b');
  await page.keyboard.press('2');
  await verdict(page);
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    (first) => document.querySelector('.practice .stem').innerText.trim() !== first,
    first,
  );
});

test('what is asked is seen happening in the lab', async () => {
  const page = await app.visit('#/practice?question=predict-spot-left');
  await answer(page);
  await page.getByRole('link', { name: /See it in the lab/ }).click();
  await page.getByRole('region', { name: 'Fleet' }).waitFor();
  assert.match(page.url(), /#\/lab\?/);
  assert.deepEqual(page.errors, []);
});

test('bookmarks and notes stay', async () => {
  const page = await app.visit('#/practice?question=gpu-steady');
  await answer(page);
  await page.getByRole('button', { name: 'Bookmark' }).click();
  await page.locator('[data-do=bookmark][aria-pressed=true]').waitFor();
  await page.getByText('Your note', { exact: true }).click();
  await page.getByRole('textbox', { name: /Your note/ }).fill('ask Ann');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('link', { name: 'Back to practice' }).click();
  await page.getByRole('heading', { name: 'Bookmarks and notes' }).waitFor();
  await page.getByText('ask Ann').waitFor();
  await page.getByRole('combobox', { name: 'Which' }).selectOption('bookmarked');
  await page.getByRole('button', { name: 'Start the quiz' }).click();
  assert.equal((await asked(page)).id, 'gpu-steady');
});

test('twelve questions place a reader', async () => {
  const page = await app.visit('#/practice?place');
  for (let number = 1; number <= 12; number += 1) {
    await page.getByText(`${number} of 12`).first().waitFor();
    await answer(page);
    await verdict(page);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('heading', { level: 1, name: /Begin/ }).waitFor();
  await page.getByText('not a whole exam').waitFor();
});

const places = [
  ['the list', '#/practice'],
  ['a drill', '#/practice?drill=alb-or-nlb'],
  ['matching', '#/practice?own=1&kind=match'],
  ['ordering', '#/practice?own=1&kind=order'],
];
for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 1440]) {
    for (const [name, address] of places) {
      test(`${name}, ${colorScheme}, ${width} px: no violation`, async () => {
        const viewport = { width, height: 900 };
        const page = await app.visit(address, { colorScheme, viewport, reducedMotion: 'reduce' });
        await page.locator('.practice .stem, .practice-home').first().waitFor();
        assert.deepEqual(await violations(page), []);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${wide} px wide`);
        assert.deepEqual(page.errors, []);
        await page.context().close();
      });
    }
  }
}
