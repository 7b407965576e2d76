// Mock exams, as a learner sits them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { compiled, dayAhead, open } from './drydock.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

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
  assert.match(before, /0 answered, \d skipped, 0 flagged/);
  await answer(page);
  await press(page, 'Shift+D', 'f');
  const after = await said();
  assert.match(after, /- (radio|checkbox) "A .*\[checked\]/);
  assert.match(after, /button "(Restore|Put back).* D"/);
  assert.match(after, /button "Flag.*\[pressed\]/);
  assert.match(after, /button "Question 1, answered, flagged"/);
  assert.match(after, /1 answered, \d skipped, 1 flagged/);
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

async function progress(page) {
  await page.evaluate(() => (location.hash = '#/progress'));
  await page.getByRole('button', { name: 'Export', exact: true }).waitFor();
}

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
      // Whatever was mixed up has its place, addresses too.
      const wide = await page.evaluate(() => {
        for (const cell of document.querySelectorAll('.mixed td:not(.r)')) {
          cell.textContent = 'The service secretsmanager.us-east-1.amazonaws.com, and nobody else';
        }
        return document.documentElement.scrollWidth;
      });
      assert.ok(wide <= width, `the report is ${wide} px wide`);
      await page.locator('.misses summary').click();
      await look('misses');
      await progress(page);
      await page.getByLabel('My exam').selectOption('SAA-C03');
      const day = dayAhead(25);
      await page.getByLabel('on', { exact: true }).fill(day);
      await page.getByText(/minutes a day you would recall/).waitFor();
      await look('progress');
    });
  }
}
