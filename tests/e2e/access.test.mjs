// For eyes, ears, hands and small screens: axe in both themes and at both ends of the width.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { lessons, open } from './drydock.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

const places = [
  ['home', '#/'],
  ...lessons().map(({ id }) => [id, `#/learn/${id}`]),
  ['lab', '#/lab'],
  ['roles', '#/try/roles'],
];
const widths = [320, 1440];

/** Waits until the page has stopped asking for files and every figure is drawn. */
async function drawn(page) {
  await page.waitForLoadState('networkidle');
  for (const verdict of await page.getByRole('region', { name: 'Verdict' }).all()) {
    await verdict.getByText('$').first().waitFor();
  }
}

// One visit a place: what a theme or a width changes, it changes in the page as it stands.
for (const [name, address] of places) {
  test(name, async (t) => {
    const viewport = { width: 320, height: 900 };
    const page = await app.visit(address, { viewport, reducedMotion: 'reduce' });
    await drawn(page);
    await t.test('nothing scrolls sideways at 320 px', async () => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 320, `${wide} px wide`);
    });
    await t.test('what can be pressed is at least 24 px high and wide', async () => {
      assert.deepEqual(await page.evaluate(small), []);
    });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await settled(page);
        await t.test(`no violation, ${colorScheme}, ${width} px`, async () => {
          // A theme changes colours and nothing else.
          const only = colorScheme === 'dark' ? ['color-contrast'] : undefined;
          assert.deepEqual(await violations(page, only), []);
        });
      }
    }
    assert.deepEqual(page.errors, []);
    await page.context().close();
  });
}

/** Two frames and the end of every transition. */
function settled(page) {
  return page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await frame();
    await frame();
    await Promise.allSettled(document.getAnimations().map((one) => one.finished));
  });
}

/** In the page: too small to be hit. A fact stands in a sentence; the height of its line is that of
 * the text (WCAG 2.5.8, inline). */
function small() {
  return [...document.querySelectorAll('button:not(.fact-value), select, input:not([type=hidden])')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .map((element) => [element, (element.closest('label') ?? element).getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
    .map(([element, box]) => `${element.outerHTML.slice(0, 90)} ${box.width}×${box.height}`);
}

test('the keyboard reaches the content past the navigation at once', async () => {
  const page = await app.visit();
  await page.keyboard.press('Tab');
  const skip = page.locator(':focus');
  assert.match(await skip.innerText(), /skip|content/i);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.closest('main') !== null);
  assert.match(page.url(), /\/(#\/)?$/, 'the address stays that of the page');
});
