// A lesson for a projector: moved by keys and clicker, left with Escape.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { lessons, open, ready } from './drydock.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

const first = lessons()[0];
const projector = { viewport: { width: 1280, height: 720 } };

const step = async (page) => Number((await page.locator('.count').innerText()).split(' ')[0]);
const steps = async (page) => Number((await page.locator('.count').innerText()).split(' ')[2]);

/** Presses on past a question's answer and the rest of a long step. */
async function on(page, key) {
  const before = await step(page);
  for (let presses = 0; presses < 8 && (await step(page)) === before; presses += 1) {
    await page.keyboard.press(key);
  }
}

/** The projector's view of a lesson; the header is hidden there. */
async function present(id, options) {
  const page = await app.visit('', options);
  await page.goto(`${app.site.url}#/present/${id}`);
  await page.locator('.present').waitFor();
  return page;
}

test('Present shows the lesson, a clicker moves it, Escape leaves', async () => {
  const page = await app.visit(`#/learn/${first.id}`, projector);
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
  await page.getByRole('button', { name: 'Present', exact: true }).click();
  await page.locator('.present').waitFor();
  assert.equal(await step(page), 1);
  assert.equal(await page.getByRole('banner').isVisible(), false, 'nothing but the step');
  for (const [index, key] of ['PageDown', 'ArrowRight', 'Space'].entries()) {
    await on(page, key);
    assert.equal(await step(page), index + 2, key);
  }
  await page.keyboard.press('PageUp');
  assert.equal(await step(page), 3);
  await page.reload();
  await page.locator('.present').waitFor();
  await page.waitForFunction(() => document.querySelector('.count')?.textContent);
  assert.equal(await step(page), 3, 'a reload keeps the step');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
  await ready(page);
  assert.deepEqual(page.errors, []);
});

test('every step of every lesson fits a projector', async () => {
  const page = await app.visit('', projector);
  const full = [];
  for (const { id } of lessons()) {
    await page.goto(`${app.site.url}#/present/${id}`);
    await page.waitForFunction((id) => location.hash.includes(id), id);
    await page.waitForFunction(() => document.querySelector('.count')?.textContent);
    await page.waitForTimeout(100);
    const count = await steps(page);
    assert.ok(count > 5, `${id}: ${count} steps`);
    for (let now = 1; now <= count; now += 1) {
      const over = await page.evaluate(() => {
        const slide = document.querySelector('.slide');
        const live = slide.querySelector('.lab-figure');
        // A long table or piece of code cannot be read from the last row; it is paged through.
        const long = slide.querySelectorAll('tr').length > 12 || slide.querySelector('.annotated');
        return live || long ? 0 : slide.scrollHeight - slide.clientHeight;
      });
      if (over > 1) full.push(`${id} step ${now}: ${over} px`);
      await on(page, 'PageDown');
    }
  }
  assert.deepEqual(full, []);
});

test('a question shows its answer with the next press', async () => {
  const page = await present(first.id, projector);
  while ((await page.locator('.present .stem').count()) === 0) await page.keyboard.press('PageDown');
  const now = await step(page);
  assert.equal(await page.locator('.present .reason').count(), 0);
  await page.keyboard.press('PageDown');
  assert.equal(await step(page), now);
  await page.locator('.present li.right').first().waitFor();
});

test('a live figure can be moved, and the clicker goes on working', async () => {
  const page = await present('ec2-or-fargate', projector);
  while ((await page.locator('.present .lab-figure').count()) === 0) await on(page, 'PageDown');
  const slider = page.getByRole('slider').first();
  await slider.waitFor();
  const box = await slider.boundingBox();
  const before = await slider.inputValue();
  await page.mouse.click(box.x + box.width * 0.8, box.y + box.height / 2);
  assert.notEqual(await slider.inputValue(), before);
  const now = await step(page);
  await page.waitForTimeout(50);
  await on(page, 'PageDown');
  assert.equal(await step(page), now + 1);
});

test('the room gets a code for what stands on the screen', async () => {
  const page = await present('ec2-or-fargate', projector);
  const code = page.locator('.present .qr');
  await code.waitFor();
  assert.match(await code.getAttribute('aria-label'), /#\/learn\/ec2-or-fargate$/);
  while ((await page.locator('.present .lab-figure').count()) === 0) await on(page, 'PageDown');
  const address = (await code.getAttribute('aria-label')).replace('QR code of ', '');
  assert.match(address, /#\/lab\?preset=[a-z-]+$/);
  await page.keyboard.press('q');
  const box = await code.boundingBox();
  assert.ok(box.height > 450, `${box.height} px for the last row`);
  await page.keyboard.press('q');
  await page.keyboard.press('l');
  await page.waitForURL(address);
  await page.getByRole('region', { name: 'Fleet' }).waitFor();
  assert.deepEqual(page.errors, []);
});

test('the speaker has a window with answer, next step and clock, and moves the screen', async () => {
  const page = await present(first.id, projector);
  const opened = page.context().waitForEvent('page');
  await page.keyboard.press('n');
  const notes = await opened;
  await notes.locator('.clock', { hasText: '0:01' }).waitFor();
  await notes.getByText(`On the screen, 1 of ${await steps(page)}`).waitFor();
  await notes.getByText('Next', { exact: true }).first().waitFor();
  await notes.getByRole('button', { name: 'Next' }).click();
  await page.waitForFunction(() => document.querySelector('.count').textContent.startsWith('2 '));
  while ((await page.locator('.present .stem').count()) === 0) await notes.keyboard.press('PageDown');
  assert.equal(await page.locator('.present .reason').count(), 0, 'the room does not see it yet');
  await notes.locator('section').first().locator('.reason').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
  if (!notes.isClosed()) await notes.waitForEvent('close');
  assert.deepEqual(page.errors, []);
});

test('letters can be switched off, the clicker goes on working', async () => {
  const page = await app.visit('#/about', projector);
  await page.getByRole('checkbox', { name: /Letters and digits alone/ }).uncheck();
  await page.goto(`${app.site.url}#/present/${first.id}`);
  await page.locator('.present .count').waitFor();
  await page.keyboard.press('b');
  assert.equal(await page.locator('.present.black').count(), 0);
  await on(page, 'PageDown');
  assert.equal(await step(page), 2);
});

test('a lesson leads to its projector view at any width', async () => {
  const page = await app.visit(`#/learn/${first.id}`, { viewport: { width: 320, height: 640 } });
  await page.getByRole('link', { name: 'Show this lesson to a room' }).click();
  await page.locator('.present .count').waitFor();
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 1280]) {
    test(`present, ${colorScheme}, ${width} px: no violation`, async () => {
      const viewport = { width, height: 720 };
      const page = await present(first.id, { colorScheme, viewport });
      for (let now = 1; now <= 8; now += 1) {
        assert.deepEqual(await violations(page), [], `step ${now}`);
        await on(page, 'PageDown');
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} px wide`);
    });
  }
}
