// Times in a real browser, printed, never judged: the machine decides too much of them.

import { open, ready } from '../e2e/drydock.mjs';
import { printStudy } from './study.mjs';

const STARTS = 5;
const RUNS = 20;
const MOVES = 80;
const PATIENCE_MS = 5_000;

const quantile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
};
const spread = (values) =>
  `p50 ${quantile(values, 0.5).toFixed(1)} ms, p95 ${quantile(values, 0.95).toFixed(1)} ms (${values.length})`;

const app = await open();
try {
  await printStarts();
  await printRuns();
  await printMoves();
  await printStudy(app, spread);
} finally {
  await app.close();
}

/** A new visitor each time: nothing is in the cache. */
async function printStarts() {
  for (const [what, address, usable] of [
    ['home', '#/', (page) => page.locator('main a[href^="#/learn/"]').first()],
    ['lab', '#/lab', (page) => page.getByRole('region', { name: 'Verdict' }).getByText('$').first()],
  ]) {
    const usable_ms = [];
    const paint_ms = [];
    for (let start = 0; start < STARTS; start += 1) {
      const context = await app.browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      const begin = performance.now();
      await page.goto(app.site.url + address, { waitUntil: 'commit' });
      await usable(page).waitFor();
      usable_ms.push(performance.now() - begin);
      paint_ms.push(
        await page.evaluate(
          () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
        ),
      );
      await context.close();
    }
    console.log(
      `${what}, cold: first paint ${quantile(paint_ms, 0.5).toFixed(0)} ms, ` +
        `usable after ${quantile(usable_ms, 0.5).toFixed(0)} ms (median of ${STARTS})`,
    );
  }
}

/** Days as scripts get them: there to the worker and back. */
async function printRuns() {
  const page = await app.visit('#/lab');
  const hard = (platform) => ({
    platform,
    task: { vcpu: 0.5, memory_mib: 1024 },
    traffic: { peak_rps: 900, spike_factor: 1.6 },
    scaling: { desired: 50, min: 25, max: 100 },
    platform_settings: { max_instances: 60 },
    changes: [
      { at: '09:00', fault: 'lose-zone', zone: 'us-east-1b', for_s: 1200 },
      { at: '12:00', fault: 'bad-image' },
      { at: '16:00', fault: 'deny-pull', for_s: 1800 },
    ],
  });
  for (const [what, scenario] of [
    ['24 h on ECS with Fargate', { platform: 'ecs-fargate' }],
    ['about 50 tasks and three faults on ecs-fargate', hard('ecs-fargate')],
    ['about 50 tasks and three faults on ecs-ec2', hard('ecs-ec2')],
  ]) {
    const times = await page.evaluate(
      async ([scenario, runs]) => {
        const times = [];
        for (let run = -5; run < runs; run += 1) {
          const begin = performance.now();
          await window.drydock.run(scenario);
          if (run >= 0) times.push(performance.now() - begin);
        }
        return times;
      },
      [scenario, RUNS],
    );
    console.log(`${what}, in Chromium, message and answer included: ${spread(times)}`);
  }
  await page.context().close();
}

/** From each move of a slider to the frame that shows its day, as the page measures it. */
async function printMoves() {
  const page = await app.visit('#/lab');
  await ready(page);
  const slider = page.getByRole('slider', { name: 'CPU target', exact: true }).first();
  await slider.waitFor();
  await slider.focus();
  const measured = () =>
    page.evaluate(() =>
      performance
        .getEntriesByType('measure')
        .filter((entry) => /slider-to-paint/.test(entry.name))
        .map((entry) => entry.duration),
    );
  for (let move = 0; move < MOVES; move += 1) {
    const before = (await measured()).length;
    await page.keyboard.press(move % 20 < 10 ? 'ArrowLeft' : 'ArrowRight');
    const end = Date.now() + PATIENCE_MS;
    while ((await measured()).length === before && Date.now() < end) await page.waitForTimeout(10);
  }
  const times = await measured();
  console.log(
    times.length === 0
      ? 'slider to painted day: the page measured nothing'
      : `slider to painted day: ${spread(times)}`,
  );
  await page.context().close();
}
