// Mock exams, progress and the learner's data, as a learner uses them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { compiled, lessons, open, openPage, questions, ready } from './drydock.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

const bank = questions();
const single = lessons()
  .flatMap((entry) => entry.questions.map((id) => ({ lesson: entry, item: bank.get(id) })))
  .find(({ item }) => item?.kind === 'single');

const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};

/** Goes on with the Tab key until the selector has the focus. */
async function tabTo(page, selector) {
  for (let steps = 0; steps < 120; steps += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((it) => document.activeElement.matches(it), selector)) return;
  }
  assert.fail(`the Tab key never reaches ${selector}`);
}

const number = (page) => page.locator('#exam-title b').innerText();
const seconds = (clock) => clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
const clock = async (page) => seconds(await page.getByRole('timer').innerText());

/** Starts an exam of ten questions by keyboard. */
async function start(page, { strict = true } = {}) {
  await page.getByRole('button', { name: 'Start the exam' }).waitFor();
  if (!strict) {
    await tabTo(page, '[name=strict]');
    await press(page, 'ArrowDown');
  }
  await tabTo(page, '[name=length]');
  await press(page, 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await page.getByText(/^10\squestions in/).waitFor();
  await tabTo(page, '[data-do=start]');
  await press(page, 'Enter');
  await page.locator('#exam-title').waitFor();
}

/** Chooses as many options as the question wants, from the first on. */
async function answer(page) {
  const many = (await page.locator('[name=answer][type=checkbox]').count()) > 0;
  await press(page, ...(many ? ['a', 'b'] : ['a']));
}

test('one whole exam by keyboard alone, with a reload in the middle', async () => {
  const page = await app.visit('#/exam');
  await start(page);
  assert.equal(await page.getByRole('link', { name: 'Lab', exact: true }).isVisible(), false);
  await press(page, '/');
  await answer(page);
  await press(page, 'Shift+D', '2');
  assert.equal(await page.locator('.exam-option.struck').count(), 1);
  await press(page, 'Enter', 'f');
  await answer(page);
  await press(page, 'Enter', 'Enter');
  assert.equal(await number(page), '4');
  await answer(page);
  await press(page, 'Enter');
  assert.equal(await page.locator('.reason').count(), 0, 'a strict exam gives no reasons');

  const [before, at] = [await clock(page), Date.now()];
  await page.reload();
  await page.locator('#exam-title').waitFor();
  assert.equal(await number(page), '5');
  await page.getByText('3 answered, 2 skipped, 1 flagged').waitFor();
  const gone = before - (await clock(page));
  assert.ok(Math.abs(gone - (Date.now() - at) / 1000) <= 2, `the clock lost ${gone} s`);

  for (let left = 5; left <= 10; left += 1) {
    await answer(page);
    await press(page, '3', 'Enter');
  }
  await page.getByText('One question has no answer').waitFor();
  await press(page, 'Escape', 'u');
  assert.equal(await number(page), '3');
  await answer(page);
  await press(page, 'n');
  assert.equal(await number(page), '2');
  await press(page, 'g', 'End', 'Enter');
  assert.equal(await number(page), '10');
  await press(page, 'Enter');
  await page.getByText('Every question has an answer').waitFor();
  await press(page, 'Tab', 'Enter');

  await page.getByText('of 1000, container topics only').waitFor();
  for (const name of ['By domain', 'Pacing', 'How sure, how right']) {
    await page.getByRole('heading', { name }).waitFor();
  }
  const score = Number(await page.locator('.score .big').innerText());
  assert.ok(score >= 100 && score <= 1000);
  const stored = await page.evaluate(() =>
    Object.entries(localStorage)
      .filter(([key]) => key.startsWith('drydock/1/log/'))
      .map(([, text]) => JSON.parse(text))
      .filter((entry) => entry.kind === 'attempt'),
  );
  assert.equal(stored.length, 10);
  const right = stored.filter((entry) => entry.marked === 'right').length;
  assert.equal(score, Math.round(100 + 90 * right));
  assert.deepEqual(page.errors, []);

  await page.reload();
  await page.getByText('of 1000, container topics only').waitFor();
  await page.goto(`${app.site.url}#/exam`);
  await page.locator('.history').getByText(`${score}`).waitFor();
});

test('a running exam says itself in roles, names and states', async () => {
  const page = await app.visit('#/exam');
  await start(page);
  const said = () => page.locator('main').ariaSnapshot();
  const before = await said();
  assert.match(before, /timer/);
  assert.match(before, /heading "Question 1 of 10/);
  assert.ok(before.match(/- (radio|checkbox) "A /), before);
  assert.match(before, /button "Strike out A"/);
  assert.match(before, /button "Flag.*"/);
  assert.match(before, /navigation "Questions"/);
  assert.match(before, /button "Question 2, not seen"/);
  assert.match(before, /status: 0 answered, 0 skipped, 0 flagged/);
  await answer(page);
  await press(page, 'Shift+D', 'f');
  const after = await said();
  assert.match(after, /- (radio|checkbox) "A .*\[checked\]/);
  assert.match(after, /button "(Restore|Put back).* D"/);
  assert.match(after, /button "Flag.*\[pressed\]/);
  assert.match(after, /button "Question 1, answered, flagged"/);
  assert.match(after, /status: 1 answered, 0 skipped, 1 flagged/);
  await page.getByRole('button', { name: 'Finish and mark' }).click();
  assert.match(await said(), /alert/);
  assert.deepEqual(page.errors, []);
});

test('a short bank is told before the exam and on the paper', async () => {
  const exams = compiled('exams.json');
  const items = compiled('bank.json');
  const page = await app.visit('#/exam');
  for (const { exam } of exams) {
    await page.getByRole('radio', { name: new RegExp(`^${exam}`) }).check();
    const offer = page.locator('.offer');
    await offer.getByText(`${exam} itself asks`).waitFor();
    const asked = Number(/^(\d+)/.exec(await offer.innerText())[1]);
    const whole = Number(/itself asks (\d+)/.exec(await offer.innerText())[1]);
    const short = page.getByText('The paper is shorter than the real one');
    assert.equal(await short.count(), asked < whole ? 1 : 0, exam);
    assert.ok(asked <= items.filter((item) => item.exams?.[exam]).length, exam);
    await page.getByRole('button', { name: 'A paper to print' }).click();
    await page.getByRole('heading', { level: 1, name: `${asked} questions shaped like ${exam}` }).waitFor();
    await page.getByText(`itself asks ${whole}`).waitFor();
    const stems = await page.locator('.paper .stem').allInnerTexts();
    assert.equal(new Set(stems).size, asked, 'nothing is asked twice');
    await page.getByRole('link', { name: 'Back' }).click();
  }
  assert.deepEqual(page.errors, []);
});

test('a crash and a second tab find the same exam', async () => {
  const page = await app.visit('#/exam');
  await start(page);
  await answer(page);
  await press(page, 'Enter');
  const context = page.context();
  const other = await context.newPage();
  await other.goto(`${app.site.url}#/exam`);
  await other.getByText('1 answered, 1 skipped').waitFor();
  assert.equal(await number(other), '2');
  await answer(other);
  await page.getByText('2 answered, 0 skipped').waitFor();
  await page.close({ runBeforeUnload: false });
  await other.close();
  const third = await context.newPage();
  await third.goto(`${app.site.url}#/exam`);
  await third.getByText('2 answered, 0 skipped').waitFor();
});

test('with feedback the answer is explained and the clock can rest', async () => {
  const page = await app.visit('#/exam');
  await start(page, { strict: false });
  assert.ok(await page.getByRole('link', { name: 'Lab', exact: true }).isVisible());
  await page.getByText('not an exam').first().waitFor();
  await answer(page);
  await page.getByRole('button', { name: 'Check answer' }).click();
  await page.locator('.reason').first().waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  const before = await clock(page);
  await page.waitForTimeout(2500);
  await page.reload();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.locator('.reason').first().waitFor();
  assert.ok(before - (await clock(page)) <= 1, 'the clock ran while it rested');
  const open = await clock(page);
  await page.goto('about:blank');
  await page.waitForTimeout(3000);
  await page.goto(`${app.site.url}#/exam`);
  await page.locator('.reason').first().waitFor();
  assert.ok(open - (await clock(page)) <= 2, 'the clock ran while the page was closed');
  assert.deepEqual(page.errors, []);
});

test('a paper can be printed with its key', async () => {
  const page = await app.visit('#/exam?print=SAA-C03&length=10&seed=7');
  await page.getByRole('heading', { name: 'Key' }).waitFor();
  assert.equal(await page.locator('.paper > li').count(), 10);
  assert.equal(await page.locator('.key-page tbody tr').count(), 10);
  const first = await page.locator('.paper .stem').first().innerText();
  await page.reload();
  assert.equal(await page.locator('.paper .stem').first().innerText(), first);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('button', { name: 'Print' }).isVisible(), false);
});

/** Answers the first single question of its lesson. */
async function learn(page) {
  await page.evaluate((id) => (location.hash = `#/learn/${id}`), single.lesson.id);
  const group = page.getByRole('group').filter({ has: page.locator(`#stem-${single.item.id}`) });
  await group.getByRole('radio').first().check();
  await group.getByRole('button', { name: 'Check answer' }).click();
  await group.locator('.reason').first().waitFor();
}

async function progress(page) {
  await page.evaluate(() => (location.hash = '#/progress'));
  await page.getByRole('button', { name: 'Export' }).waitFor();
}

async function exported(page, format = 'JSON') {
  await page.getByRole('radio', { name: format, exact: true }).check();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  return readFileSync(await (await coming).path(), 'utf8');
}

async function take(page, text) {
  const buffer = Buffer.from(text);
  const file = { name: 'drydock-data.json', mimeType: 'application/json', buffer };
  await page.locator('#data-file').setInputFiles(file);
  await page.getByRole('button', { name: 'Take it in' }).click();
  await page.locator('.differences').waitFor({ state: 'detached' });
}

test('what is exported comes back the same after a wipe', async () => {
  const page = await app.visit();
  await learn(page);
  await progress(page);
  const before = await exported(page);
  assert.match(await exported(page, 'CSV'), /^time_utc,[^\n]*\n20\d\d-.*,(right|wrong),/);
  assert.match(await exported(page, 'Anki'), /\ndrydock-.*\t.*\t.*\t/);
  assert.match(await exported(page, 'GIFT'), /\n::.*\{\n\t[=~].*#/);
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await ready(page);
  await page.getByRole('heading', { level: 1, name: 'No answer yet' }).waitFor();
  await take(page, before);
  await page.getByRole('heading', { level: 1, name: /1\sanswer so far/ }).waitFor();
  assert.equal(await exported(page), before);
  assert.deepEqual(page.errors, []);
});

test('two devices merge and lose nothing', async () => {
  const [one, other] = [await app.visit(), await app.visit()];
  for (const page of [one, other]) {
    await learn(page);
    await progress(page);
  }
  await take(other, await exported(one));
  await other.getByRole('heading', { level: 1, name: /2\sanswers so far/ }).waitFor();
  await take(one, await exported(other));
  assert.equal(await one.getByRole('heading', { level: 1 }).innerText(), '2\u00a0answers so far');
  const wrong = { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1}') };
  await one.locator('#data-file').setInputFiles(wrong);
  await one.getByRole('alert').getByText('This is no export of Drydock').waitFor();
});

test('a plan leads to the day of the exam', async () => {
  const page = await app.visit();
  await learn(page);
  await progress(page);
  await page.getByLabel('My exam').selectOption('SAA-C03');
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('on', { exact: true }).fill(day);
  await page.getByText(/With 20\sminutes a day you would recall/).waitFor();
  await page.getByText('Skipping the next three days costs').waitFor();
  assert.equal(await page.locator('#progress-plan tbody tr').count(), 4);
  const far = new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('on', { exact: true }).fill(far);
  await page.getByText(/in 200\sdays/).waitFor();
  const longest = await page.evaluate(
    () =>
      new Promise((done) => {
        const field = document.getElementById('goal-minutes');
        const begin = performance.now();
        field.value = 21;
        field.dispatchEvent(new Event('change', { bubbles: true }));
        new MutationObserver(() => done(performance.now() - begin)).observe(
          document.getElementById('progress-plan'),
          { childList: true },
        );
      }),
  );
  console.log(`# a plan of 200 days: ${longest.toFixed(0)} ms`);
  await page.getByLabel('on', { exact: true }).fill(day);
  await page.getByText(/With 21\sminutes a day/).waitFor();
  await page.reload();
  await page.getByText(/With 21\sminutes a day/).waitFor();
  assert.equal(await page.getByLabel('My exam').inputValue(), 'SAA-C03');
  assert.deepEqual(page.errors, []);
});

test('a full, a damaged and a newer store are explained and can be exported', async () => {
  const full = await app.visit();
  await full.evaluate(() => {
    let size = 1 << 22;
    for (let key = 0; size > 8; key += 1) {
      try {
        localStorage.setItem(`other-${key}`, 'x'.repeat(size));
      } catch {
        size >>= 1;
      }
    }
  });
  await learn(full);
  await full.getByRole('alert').getByText('Not saved:').waitFor();
  await progress(full);
  assert.match(await exported(full), /attempt/);

  const damaged = await app.visit();
  await damaged.evaluate(() => localStorage.setItem('drydock/1/log/0000000000001-1', '{torn'));
  await damaged.reload();
  await damaged.getByRole('alert').getByText('cannot be read').waitFor();
  await progress(damaged);
  assert.match(await exported(damaged), /\{torn/);

  const newer = await app.visit();
  await newer.evaluate(() => localStorage.setItem('drydock/schema', '99'));
  const kept = () => newer.evaluate(() => JSON.stringify(Object.entries(localStorage).sort()));
  const before = await kept();
  await newer.reload();
  await newer.getByRole('alert').getByText('newer Drydock').waitFor();
  await learn(newer);
  assert.equal(await kept(), before, 'nothing is added and nothing changed');
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 1440]) {
    test(`exam and progress are accessible, ${colorScheme}, ${width} px`, async () => {
      // So high on a phone that the bars, which stay in sight, cover nothing.
      const height = width < 720 ? 2400 : 900;
      const page = await app.visit('#/exam', { colorScheme, viewport: { width, height } });
      const look = async (place) => {
        const shot = process.env.SHOTS;
        if (shot) await page.screenshot({ path: `${shot}/${place}-${colorScheme}-${width}.png` });
        assert.deepEqual(await violations(page), [], place);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${place} is ${wide} px wide`);
      };
      await page.getByRole('button', { name: 'Start the exam' }).waitFor();
      await look('offer');
      await start(page);
      await answer(page);
      await press(page, 'Enter', 'f', 'Shift+B');
      await look('running');
      for (let left = 2; left <= 10; left += 1) {
        await answer(page);
        await press(page, String((left % 3) + 1), 'Enter');
      }
      await look('asked');
      await press(page, 'Tab', 'Enter');
      await page.getByText('of 1000, container topics only').waitFor();
      await look('report');
      await page.locator('.misses summary').click();
      await look('misses');
      await progress(page);
      await page.getByLabel('My exam').selectOption('SAA-C03');
      const day = new Date(Date.now() + 25 * 86_400_000).toISOString().slice(0, 10);
      await page.getByLabel('on', { exact: true }).fill(day);
      await page.getByText(/minutes a day you would recall/).waitFor();
      await look('progress');
    });
  }
}

test('with ten thousand answers feedback is painted within 50 ms', async () => {
  const page = await app.visit();
  await page.evaluate((ids) => {
    localStorage.setItem('drydock/schema', '2');
    const from = Date.now() - 200 * 86_400_000;
    for (let count = 0; count < 10_000; count += 1) {
      const at_ms = from + count * 1_700_000;
      const id = `${at_ms}-${count}`;
      const question = ids[count % ids.length];
      const marked = count % 4 ? 'right' : 'wrong';
      const entry = { at_ms, chosen: [0], id, kind: 'attempt', marked, question };
      localStorage.setItem(`drydock/1/log/${id}`, JSON.stringify(entry));
    }
  }, [...bank.keys()]);
  await page.reload();
  await ready(page);
  await page.evaluate((id) => (location.hash = `#/learn/${id}`), single.lesson.id);
  const group = page.getByRole('group').filter({ has: page.locator(`#stem-${single.item.id}`) });
  const times = [];
  for (let round = 0; round < 15; round += 1) {
    await group.getByRole('button', { name: 'Try again' }).click();
    await group.getByRole('radio').first().check();
    times.push(
      await group.getByRole('button', { name: 'Check answer' }).evaluate(
        (button) =>
          new Promise((done) => {
            const begin = performance.now();
            button.click();
            // The frame after the one in which the answer is laid out.
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
          }),
      ),
    );
    await group.locator('.reason').first().waitFor();
  }
  times.sort((a, b) => a - b);
  console.log(`# answer to feedback: median ${times[7].toFixed(1)} ms, 14th of 15 ${times[13].toFixed(1)} ms`);
  assert.ok(times[7] <= 50, `median ${times[7]} ms`);
  const begin = Date.now();
  await page.evaluate(() => (location.hash = '#/progress'));
  await page.getByRole('heading', { level: 1, name: /Container questions/ }).waitFor();
  console.log(`# progress with 10,000 answers: ${Date.now() - begin} ms`);
  assert.deepEqual(page.errors, []);
});
