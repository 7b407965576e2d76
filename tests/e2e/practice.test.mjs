// Practising as a learner does: by keyboard alone, by touch, in every kind of question.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { compiled, open, plain, questions, ready } from './drydock.mjs';

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

const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};

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

/** The option with that text, all of it. */
async function optionOf(frame, html) {
  const labels = await frame.locator('label.option').all();
  for (const label of labels) {
    if (plain(await label.locator('.text').innerHTML()) === plain(html)) return label;
  }
  throw new Error(`no option “${plain(html)}”`);
}

/** The letter before it. */
async function letterOf(frame, html) {
  const label = await optionOf(frame, html);
  return plain(await label.locator('.letter').innerText());
}

/** Gives the right answer by hand and checks it. */
async function answer(page) {
  const { frame, item } = await asked(page);
  if (item.kind === 'match') {
    for (const option of item.options) {
      const row = await optionOf(frame, option.text);
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
      // The note of a fact is shown when it is asked for.
      const why = plain(option.why.replace(/<span class="fact-note".*?<\/span>/gs, ''));
      assert.ok(text.includes(why), `no reason for “${option.text}”`);
    }
    assert.ok((await frame.locator('.sources li').count()) >= 1);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(page.errors, []);
  });
}

test('a drill fills its table, asks from the bank as well, and goes on', async () => {
  const page = await app.visit('#/practice?drill=which-role');
  const rows = page.locator('.pair tbody tr');
  await rows.first().waitFor();
  assert.equal(await page.locator('.pair .now').count(), 0);
  const unmet = await page.locator('.unmet').count();
  const authored = [];
  for (let number = 0; number < 3; number += 1) {
    const { item } = await asked(page);
    authored.push(item !== undefined);
    if (item) await answer(page);
    else await press(page, 'a', 'Enter');
    await verdict(page);
    assert.ok((await page.locator('.pair .now').count()) >= 1);
    await press(page, 'Enter');
    await page.getByRole('button', { name: 'Check answer' }).waitFor();
  }
  assert.deepEqual(authored, [false, false, true]);
  assert.ok((await page.locator('.unmet').count()) <= unmet);
  await page.reload();
  await ready(page);
  await page.getByText(/Last 3 on this pair/).waitFor();
  await page.goto(`${app.site.url}#/practice`);
  const row = page.locator('.drills li').filter({ hasText: 'Which role' });
  await row.getByText(/last 3: \d right/).waitFor();
  await row.getByRole('link', { name: /^Drill/ }).click();
  await rows.first().waitFor();
  assert.deepEqual(page.errors, []);
});

test('what is mixed up leads to the table that it belongs to', async () => {
  const { misconception } = compiled('pairs.json')
    .find((pair) => pair.id === 'alb-or-nlb')
    .rows.flatMap((row) => row.needs ?? [])
    .find((need) => need.misconception);
  const page = await app.visit(`#/practice?mixed=${misconception}`);
  await page.locator('.pair-side').getByRole('heading', { name: 'ALB or NLB' }).waitFor();
  // Beside a question of any set the table comes with the reasons.
  const item = [...bank.values()].find(
    (item) =>
      item.kind === 'single' && item.options.some((option) => option.misconception === misconception),
  );
  await page.goto(`${app.site.url}#/practice?question=${item.id}`);
  await page.getByText(/1 of 1/).waitFor();
  assert.equal(await page.locator('.pair-side').count(), 0);
  await answer(page);
  await page.locator('.pair .now').first().waitFor();
  await page.getByRole('link', { name: /^Drill it/ }).click();
  await page.locator('.session b').getByText('ALB or NLB').waitFor();
  assert.deepEqual(page.errors, []);
});

for (const { name, meaning, count } of compiled('days.json')) {
  test(`a simulated day is asked about and seen at its moment: ${name}`, async () => {
    const page = await app.visit('#/practice');
    await page.getByRole('link', { name: meaning }).click();
    const [first, second] = compiled(`days/${name}.json`).questions;
    assert.ok(count >= 20);
    const { frame } = await asked(page);
    const right = await letterOf(frame, first.options.find((option) => option.key).text);
    await press(page, right.toLowerCase(), '2');
    assert.match(await verdict(page), /^Right/);
    assert.deepEqual(await violations(page), []);
    const lab = page.getByRole('link', { name: /See it in the lab/ });
    const address = await lab.getAttribute('href');
    await press(page, 'Enter');
    await page.locator(`[id="stem-${second.id}"]`).waitFor();
    await page.goto(app.site.url + address);
    await page.getByRole('region', { name: 'Fleet' }).waitFor();
    const at = /&t=(\d\d:\d\d:\d\d)$/.exec(address)[1];
    await page.getByRole('slider', { name: 'Time of day' }).waitFor();
    await page.waitForFunction((at) => document.body.innerText.includes(at), at);
    assert.equal(await page.locator('.notice').count(), 0, 'the lab takes every setting');
    assert.deepEqual(page.errors, []);
  });
}

test('single letters and digits can be switched off, in one place for all', async () => {
  const page = await app.visit('#/about');
  await page.getByRole('checkbox', { name: /Letters and digits alone/ }).uncheck();
  await page.goto(`${app.site.url}#/practice?own=1&kind=single`);
  const { frame } = await asked(page);
  await press(page, 'a', '1');
  assert.equal(await frame.locator('input:checked').count(), 0);
  assert.equal(await frame.locator('.sure kbd').first().isVisible(), false);
  await frame.getByRole('radio').first().press('Space');
  await press(page, 'Enter');
  await verdict(page);
  await page.goto(`${app.site.url}#/exam`);
  const inExams = page.getByRole('checkbox', { name: /Letters and digits alone/ });
  assert.equal(await inExams.isChecked(), false);
  await inExams.check();
  await page.goto(`${app.site.url}#/practice?own=1&kind=single`);
  const { frame: next } = await asked(page);
  await press(page, 'a');
  assert.equal(await next.locator('input:checked').count(), 1);
  assert.deepEqual(page.errors, []);
});

test('a question says itself in roles, names and states', async () => {
  const page = await app.visit('#/practice?own=1&kind=single');
  const { frame, item } = await asked(page);
  const group = page.getByRole('group', { name: plain(item.stem) });
  const before = await group.ariaSnapshot();
  assert.equal(before.match(/^\s*- radio "[A-E] /gm)?.length, item.options.length, before);
  assert.match(before, /button "Check answer.*\[disabled\]/);
  assert.match(before, /group "Check and say how sure"/);
  assert.match(before, /Choose one option first/);
  await group.getByRole('radio').first().press('Space');
  const chosen = await group.ariaSnapshot();
  assert.match(chosen, /radio "A .*\[checked\]/);
  assert.doesNotMatch(chosen, /Check answer.*\[disabled\]/);
  await press(page, 'Enter');
  await verdict(page);
  const focused = await page.evaluate(() => document.activeElement.className);
  assert.match(focused, /verdict/, 'the verdict is read out');
  const after = await frame.ariaSnapshot();
  assert.match(after, /^\s*- (listitem|list)/m);
  for (const word of ['Right', 'button "Bookmark']) assert.ok(after.includes(word), after);
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
  ['a simulated day', '#/practice?make=day-next'],
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
