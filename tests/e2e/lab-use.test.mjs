// The lab in use: what it says at a glance, by keyboard, by finger, on paper.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { open } from './drydock.mjs';
import {
  LOST_ZONE,
  boxesOf,
  openLab as openLabOf,
  press,
  region,
  settled,
  slider,
  until,
  value,
} from './lab.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

const openLab = (...visit) => openLabOf(app, ...visit);

test('what falls together is one decision, and marks never lie on each other', async () => {
  for (const width of [390, 768, 1440]) {
    const page = await openLab(LOST_ZONE, { viewport: { width, height: 900 } });
    const log = page.getByRole('log', { name: 'Why' });
    const lost = log.locator('li').filter({ hasText: /\d+ tasks lost/ });
    assert.equal(await lost.count(), 1);
    await lost.getByText('Which').click();
    assert.match(await lost.innerText(), /t\d{4}, t\d{4}/);
    for (const marks of ['.discs .disc', '.row-axis .panel-win > *', '.row-axis .panel-day > *']) {
      const boxes = await boxesOf(page, marks);
      const pairs = boxes.slice(1).map((box, index) => box.left - boxes[index].right);
      assert.ok(pairs.every((gap) => gap >= 0), `${width} ${marks}: ${pairs}`);
    }
    await page.context().close();
  }
});

test('title and columns begin on one line', async () => {
  const page = await openLab();
  const left = async (selector) => (await boxesOf(page, selector))[0].left;
  const title = await left('.lab-head h1');
  assert.equal(await left('.controls h2'), title);
  assert.equal(await left('.controls .choice'), title);
});

test('a platform switch says what the day was before, in words and as a ghost', async () => {
  const page = await openLab();
  const before = /[\d.]+ %/.exec(await region(page, 'Verdict').innerText())[0];
  const bill = /\$ [\d.]+/.exec(await region(page, 'Verdict').innerText())[0];
  assert.equal(await page.locator('.line-ghost[d]:not([d=""])').count(), 0);
  await page.getByRole('radio', { name: 'ECS on EC2', exact: true }).check();
  const said = region(page, 'Verdict');
  await said.getByText(`Before, on ECS on Fargate: ${before}`).waitFor();
  await said.getByText(`Before, on ECS on Fargate: ${bill}`).waitFor();
  assert.ok((await page.locator('.line-ghost[d]:not([d=""])').count()) >= 4);
  await press(page, 'CPU target', 'ArrowLeft', 2);
  await said.getByText(/Before: [\d.]+ %/).waitFor();
});

test('how far to trust the lab is a page, fetched when it is opened', async () => {
  const page = await openLab();
  const fetched = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.getByRole('link', { name: 'how far to trust this' }).click();
  await page.getByRole('heading', { level: 1, name: /how far to trust/i }).waitFor();
  assert.ok(fetched.some((url) => url.endsWith('content/about/accuracy.json')));
  assert.deepEqual(await violations(page), []);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: /how far to trust/i }).waitFor();
  assert.deepEqual(page.errors, []);
});

/** What has the focus, whether it shows, and whether anything lies over it. */
function focused(page) {
  return page.evaluate(() => {
    const one = document.activeElement;
    const label = one.closest('label');
    const rings = (element) => getComputedStyle(element).outlineStyle !== 'none';
    const seen = label && getComputedStyle(one).opacity === '0' ? label : one;
    const box = seen.getBoundingClientRect();
    const x = box.left + box.width / 2;
    const top = document.elementFromPoint(x, box.top + Math.min(box.height / 2, 12));
    return {
      name: one.getAttribute('aria-label') || one.innerText || one.id || one.tagName,
      lost: one === document.body,
      rings: rings(seen) || (label !== null && rings(label)),
      // What is higher than the window shows a part of itself.
      free:
        box.height > innerHeight ||
        (top !== null && (seen.contains(top) || top.contains(seen)) && top !== document.body),
      over: top === null ? `nothing (${x}, ${box.top} is outside)` : top.outerHTML.slice(0, 120),
    };
  });
}

for (const [width, height, opened] of [
  [1440, 900, 'More'],
  [320, 640, 'All settings'],
]) {
  test(`every control is reached by Tab and seen with the focus, ${width} pixels`, async () => {
    const viewport = { width, height };
    const page = await openLab(LOST_ZONE, { viewport, reducedMotion: 'reduce' });
    const names = new Set();
    await page.getByRole('button', { name: opened, exact: true }).focus();
    await page.keyboard.press('Enter');
    for (let stop = 0; stop < 130; stop += 1) {
      await page.keyboard.press('Tab');
      await page.waitForTimeout(20);
      let here = await focused(page);
      // A slow machine scrolls a little later than it moves the focus.
      for (let wait = 0; wait < 20 && !here.lost && !here.free; wait += 1) {
        await page.waitForTimeout(50);
        here = await focused(page);
      }
      if (here.lost) continue;
      assert.ok(here.rings, `no focus to be seen: ${here.name}`);
      assert.ok(here.free, `${here.over} lies over: ${here.name}`);
      names.add(here.name.split('\n')[0]);
    }
    for (const name of ['Lose a zone', 'Play', 'As a table', 'Why']) {
      assert.ok(names.has(name), `${name} is not reached: ${[...names]}`);
    }
    assert.deepEqual(page.errors, []);
  });
}

test('the focus is never lost: delete, undo, close', async () => {
  const page = await openLab(LOST_ZONE);
  const stays = async (what) => {
    await page.waitForTimeout(300);
    const here = await focused(page);
    assert.ok(!here.lost && here.rings, `${what}: ${JSON.stringify(here)}`);
  };
  const button = (name) => page.getByRole('button', { name, exact: true });
  await page.getByRole('button', { name: /^Delete .* Lose a zone/ }).focus();
  await page.keyboard.press('Enter');
  await stays('delete');
  await button('Undo').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Delete .* Lose a zone/ }).waitFor();
  await stays('undo');
  await button('Presets').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await stays('presets');
  assert.equal(await button('Presets').getAttribute('aria-expanded'), 'false');
  await page.getByRole('radio', { name: 'Step', exact: true }).focus();
  await page.keyboard.press('Space');
  await button('Add a step policy').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Threshold', { exact: true }).waitFor();
  await stays('form');
  await page.keyboard.press('Escape');
  await page.getByLabel('Threshold', { exact: true }).waitFor({ state: 'detached' });
  await stays('form closed');
  const checkbox = page.getByRole('checkbox', { name: 'From the playhead on' });
  await checkbox.focus();
  await page.keyboard.press('Control+z');
  await until(async () => page.getByRole('radio', { name: 'Target tracking' }).isChecked());
  await until(settled(page));
  await page.keyboard.press(']');
  await page.locator('.why-list li.chosen').waitFor();
  const first = await value(page, 'Time of day');
  await page.keyboard.press(']');
  await page.keyboard.press('[');
  assert.equal(await value(page, 'Time of day'), first);
  assert.deepEqual(page.errors, []);
});

test('on a phone Escape closes the settings and keeps the focus', async () => {
  const page = await openLab('#/lab', { viewport: { width: 390, height: 800 } });
  await page.getByRole('button', { name: 'All settings' }).click();
  await slider(page, 'Spike factor').focus();
  await page.keyboard.press('Escape');
  const grip = page.getByRole('button', { name: 'All settings' });
  await grip.waitFor();
  assert.ok(await grip.evaluate((button) => button === document.activeElement));
  const handle = await slider(page, 'CPU target').evaluate((knob) => knob.clientHeight);
  assert.ok(handle >= 44, `${handle} pixels`);
});

test('the lab prints as a handout', async () => {
  const page = await openLab(LOST_ZONE, { viewport: { width: 718, height: 1000 } });
  await page.emulateMedia({ media: 'print' });
  for (const name of ['Share', 'Play', 'More', 'Lose a zone', 'As a table']) {
    assert.ok(await page.getByRole('button', { name, exact: true }).isHidden(), name);
  }
  await page.getByText('At 13:31:00: Lose a zone').waitFor();
  const [verdict, chart, why] = [
    await boxesOf(page, '.lab-verdict'),
    await boxesOf(page, '.row-latency'),
    await boxesOf(page, '.why'),
  ].map(([box]) => box.top);
  assert.ok(verdict < chart && chart < why, [verdict, chart, why].join());
  const cut = await page.locator('.why [role=log]').evaluate((log) => {
    return log.scrollHeight - log.clientHeight;
  });
  assert.ok(cut <= 1, `${cut} pixels are cut off`);
});

test('the presets open on the screen, wherever the buttons stand', async () => {
  for (const width of [320, 700, 720, 768, 810, 1000, 1440]) {
    const page = await openLab('#/lab', { viewport: { width, height: 800 } });
    await page.getByRole('button', { name: 'Presets', exact: true }).click();
    const [list] = await boxesOf(page, '.presets ul');
    assert.ok(list.left >= 0 && list.right <= width, `${width}: ${list.left} to ${list.right}`);
    await page.context().close();
  }
});

test('a pressed decision stays in sight with the focus', async () => {
  const page = await openLab(LOST_ZONE, { viewport: { width: 1440, height: 900 } });
  const heads = page.getByRole('log', { name: 'Why' }).locator('.why-head');
  const times = await heads.locator('time').allInnerTexts();
  const first = times.findIndex((time, index) => times[index + 2] === time);
  assert.ok(first >= 0, 'three decisions in one second');
  await heads.nth(first).click();
  await page.waitForTimeout(300);
  const seen = await heads.nth(first).evaluate((head) => {
    const { top, bottom } = head.getBoundingClientRect();
    const log = head.closest('[role=log]').getBoundingClientRect();
    return document.activeElement === head && top >= log.top - 1 && bottom <= log.bottom + 1;
  });
  assert.ok(seen, times[first]);
});

test('a step to a decision is said, and what a preset opens', async () => {
  const page = await openLab(LOST_ZONE);
  const status = page.locator('.lab-verdict [role=status]');
  await page.getByRole('button', { name: 'Next decision', exact: true }).click();
  await until(async () => /^\d\d:\d\d:\d\d, [A-Z][^,]+, ./.test(await status.textContent()));
  const before = await status.textContent();
  await page.keyboard.press(']');
  await until(async () => (await status.textContent()) !== before);
  const title = await page.locator('.lab-head h1').innerText();
  await page.evaluate(() => (location.hash = '#/lab?v=1&platform=eks-auto&title=Mine'));
  await until(async () => /Opened: Mine, EKS Auto Mode/.test(await status.textContent()));
  await until(settled(page));
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await until(async () => (await page.locator('.lab-head h1').innerText()) === title);
  assert.ok(await page.getByRole('radio', { name: 'ECS on EC2', exact: true }).isChecked());
});
