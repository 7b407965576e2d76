// The lab as its tests see it: names, regions, waiting.

import assert from 'node:assert/strict';

/** A day on which a zone is lost during the spike, with many decisions in a few seconds. */
export const LOST_ZONE = '#/lab?v=1&platform=ecs-ec2&fault=13:31:00,lose-zone,1200&t=13:33:20';

export const slider = (page, name) => page.getByRole('slider', { name, exact: true }).first();
export const region = (page, name) => page.getByRole('region', { name, exact: true });
export const value = (page, name) => slider(page, name).evaluate((knob) => Number(knob.value));
/** The two figures of the verdict, without what is said of the day before. */
export async function verdict(page) {
  const text = await region(page, 'Verdict').innerText();
  return [/[\d.,]+ %/.exec(text)?.[0], /\$ [\d.,]+/.exec(text)?.[0]].join(', ');
}

/** The lab with its first day drawn. */
export async function openLab(app, address = '#/lab', options = {}) {
  const page = await app.visit(address, options);
  await dayIsDrawn(page);
  return page;
}

export async function dayIsDrawn(page) {
  await region(page, 'Verdict').getByText('$').first().waitFor();
}

/** Presses a key on a slider until the address says it. */
export async function press(page, name, key, times = 1) {
  await slider(page, name).focus();
  for (let pressed = 0; pressed < times; pressed += 1) await page.keyboard.press(key);
}

/** Where the elements of a selector are on the screen, from left to right. */
export function boxesOf(page, selector) {
  return page.locator(selector).evaluateAll((elements) =>
    elements
      .map((element) => element.getBoundingClientRect())
      .filter(({ width, height }) => width > 0 && height > 0)
      .map(({ left, right, top, bottom }) => ({ left, right, top, bottom }))
      .sort((a, b) => a.left - b.left),
  );
}

/** Waits until `get` gives something true, and gives that. */
export async function until(get, patience_ms = 10_000) {
  const end = Date.now() + patience_ms;
  for (;;) {
    const found = await get();
    if (found) return found;
    assert.ok(Date.now() < end, `still not so: ${get}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

/** True once the verdict has stood still for a while. */
export function settled(page) {
  let last;
  return async () => {
    const now = await verdict(page);
    await page.waitForTimeout(300);
    const still = now === last && now === (await verdict(page));
    last = now;
    return still;
  };
}
