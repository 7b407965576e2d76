// The lab: a slider under the finger, a day that follows, a link that carries it.

import assert from 'node:assert/strict';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { compiled, drydock, open, openPage, ready } from './drydock.mjs';
import {
  LOST_ZONE,
  dayIsDrawn,
  openLab as openLabOf,
  press,
  region,
  settled,
  slider,
  until,
  value,
  verdict,
} from './lab.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

const openLab = (...visit) => openLabOf(app, ...visit);

const pathOf = (charts) =>
  charts.evaluateAll((paths) => paths.map((path) => path.getAttribute('d')).join('|'));
const charts = (page) => page.locator('main svg path');

test('the lab has the names that people and programs look for', async () => {
  const page = await openLab();
  for (const name of [
    'Peak requests per second',
    'Spike factor',
    'CPU per request',
    'CPU target',
    'Minimum tasks',
    'Maximum tasks',
    'Time of day',
  ]) {
    await slider(page, name).waitFor();
  }
  for (const name of ['Play', 'Share', 'Reset']) {
    await page.getByRole('button', { name, exact: true }).first().waitFor();
  }
  await region(page, 'Fleet').waitFor();
  await page.getByRole('log', { name: 'Why' }).waitFor();
  await page.getByRole('button', { name: 'More' }).first().click();
  const size = page.getByRole('combobox', { name: 'Task size' });
  assert.match(await size.locator('option').first().innerText(), /0\.25 vCPU.*0?\.5 GB|512 M/);
  assert.deepEqual(page.errors, []);
});

test('a slider moved by the keyboard changes the day and the address', async () => {
  const page = await openLab();
  const before = { verdict: await verdict(page), paths: await pathOf(charts(page)) };
  const target = await value(page, 'CPU target');
  await press(page, 'CPU target', 'ArrowRight', 12);
  assert.ok((await value(page, 'CPU target')) > target);
  await page.waitForFunction((old) => document.querySelector('main').innerText !== old, '');
  await page.waitForURL(/scaling\.target=/);
  await assert.doesNotReject(
    page.waitForFunction(
      (old) =>
        [...document.querySelectorAll('main svg path')]
          .map((path) => path.getAttribute('d'))
          .join('|') !== old,
      before.paths,
    ),
  );
  await until(async () => (await verdict(page)) !== before.verdict);
  assert.match(await slider(page, 'CPU target').getAttribute('aria-valuetext'), /percent|%/);
  assert.deepEqual(page.errors, []);
});

test('a reload keeps the state of the lab', async () => {
  const page = await openLab();
  await press(page, 'CPU target', 'ArrowLeft', 7);
  await press(page, 'Minimum tasks', 'ArrowRight', 2);
  await page.waitForURL(/scaling\.min=/);
  const before = [await value(page, 'CPU target'), await value(page, 'Minimum tasks')];
  await until(settled(page));
  const said = await verdict(page);
  await page.reload();
  await ready(page);
  await dayIsDrawn(page);
  assert.deepEqual([await value(page, 'CPU target'), await value(page, 'Minimum tasks')], before);
  await until(async () => (await verdict(page)) === said);
});

test('back undoes a stay elsewhere and finds the lab as it was', async () => {
  const page = await openLab();
  await press(page, 'CPU target', 'ArrowLeft', 5);
  await page.waitForURL(/scaling\.target=/);
  const target = await value(page, 'CPU target');
  await page.getByRole('link', { name: 'Learn', exact: true }).first().click();
  await region(page, 'Fleet').waitFor({ state: 'detached' });
  await page.goBack();
  await dayIsDrawn(page);
  assert.equal(await value(page, 'CPU target'), target);
});

test('Share gives a link that opens the same state for somebody else', async () => {
  const page = await openLab();
  await press(page, 'CPU target', 'ArrowLeft', 9);
  await press(page, 'Spike factor', 'ArrowRight', 3);
  await page.waitForURL(/spike_factor=/);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const link = await until(async () => {
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    return copied.startsWith('http') && copied;
  });
  assert.ok(link.startsWith(app.site.url), link);
  const other = await app.visit(link.slice(app.site.url.length));
  await dayIsDrawn(other);
  for (const name of ['CPU target', 'Spike factor']) {
    assert.equal(await value(other, name), await value(page, name));
  }
  await until(async () => (await verdict(other)) === (await verdict(page)));
});

test('Reset goes back to the standard day', async () => {
  const page = await openLab();
  const standard = await value(page, 'CPU target');
  await press(page, 'CPU target', 'ArrowLeft', 9);
  await page.waitForURL(/scaling\.target=/);
  await page.getByRole('button', { name: 'Reset', exact: true }).first().click();
  await until(async () => (await value(page, 'CPU target')) === standard);
});

test('Play moves the time of day, Pause holds it', async () => {
  const page = await openLab();
  const start = await value(page, 'Time of day');
  await page.getByRole('button', { name: 'Play', exact: true }).first().click();
  await until(async () => (await value(page, 'Time of day')) !== start);
  await page.getByRole('button', { name: 'Pause', exact: true }).first().click();
  const held = await value(page, 'Time of day');
  await page.waitForTimeout(400);
  assert.equal(await value(page, 'Time of day'), held);
});

test('the time of day shows the fleet of that moment', async () => {
  const page = await openLab();
  const tasksAt = async (time_s) => {
    await slider(page, 'Time of day').fill(String(time_s));
    await page.waitForTimeout(200);
    return region(page, 'Fleet').getByRole('option').count();
  };
  const night = await tasksAt(4 * 3600);
  const noon = await tasksAt(12 * 3600);
  assert.ok(night >= 1 && noon > night, `${night} tasks at night, ${noon} at noon`);
});

test('why: every decision shows its arithmetic', async () => {
  const page = await openLab();
  const log = page.getByRole('log', { name: 'Why' });
  assert.match(await log.innerText(), /ceil\(\d+ × \d+(\.\d+)? \/ 60\) = \d+/);
});

test('a damaged link explains itself and opens the nearest day', async () => {
  const page = await openLab('#/lab?v=1&scaling.target=banana&scaling.min=3&nonsense=1');
  await page.getByText(/“scaling\.target” should be a number/).waitFor();
  assert.equal(await value(page, 'Minimum tasks'), 3);
  const notice = page.getByRole('status').or(page.getByRole('alert')).filter({ hasText: /link/i });
  await notice.first().waitFor();
  assert.deepEqual(page.errors, []);
});

test('a link from a newer app explains itself', async () => {
  const page = await openLab('#/lab?v=99&scaling.target=50');
  await page.getByText(/newer/i).first().waitFor();
  assert.deepEqual(page.errors, []);
});

test('an unknown address explains itself', async () => {
  for (const address of ['#/nowhere', '#/learn/no-such-lesson']) {
    const page = await app.visit(address);
    await page.locator('main').getByRole('link').first().waitFor();
    const text = await page.locator('main').innerText();
    assert.match(text, /leads to no|cannot be shown/i);
  }
});

test('the platform changes by keyboard, and the same day is drawn at once', async () => {
  const page = await openLab();
  const target = await value(page, 'CPU target');
  const before = await verdict(page);
  await page.getByRole('radio', { name: 'ECS on Fargate', exact: true }).focus();
  await page.keyboard.press('ArrowUp');
  assert.ok(await page.getByRole('radio', { name: 'ECS on EC2', exact: true }).isChecked());
  await region(page, 'Fleet').getByRole('group').first().waitFor();
  await until(async () => (await verdict(page)) !== before);
  assert.equal(await value(page, 'CPU target'), target);
  assert.match(await region(page, 'Verdict').innerText(), /Before/);
  await page.waitForURL(/platform=ecs-ec2/);
  assert.deepEqual(page.errors, []);
});

test('a fault strikes by keyboard, is listed, deleted and undone', async () => {
  const page = await openLab();
  const before = await verdict(page);
  await page.getByRole('button', { name: 'Lose a zone', exact: true }).focus();
  await page.keyboard.press('Enter');
  const listed = page.getByRole('button', { name: /^Delete .* Lose a zone/ });
  await listed.waitFor();
  await until(async () => (await verdict(page)) !== before);
  await page.waitForURL(/fault=[\d:]+,lose-zone,1200/);
  await listed.focus();
  await page.keyboard.press('Enter');
  await listed.waitFor({ state: 'detached' });
  await until(async () => (await verdict(page)) === before);
  await page.keyboard.press('Control+z');
  await listed.waitFor();
  await page.keyboard.press('Control+z');
  await listed.waitFor({ state: 'detached' });
  assert.deepEqual(page.errors, []);
});

test('a fault that cannot strike is disabled and says why', async () => {
  const page = await openLab();
  const reclaim = page.getByRole('button', { name: 'Reclaim Spot', exact: true });
  assert.ok(await reclaim.isDisabled());
  await page.getByText('no task is Spot').waitFor();
  await page.getByRole('button', { name: 'More faults', exact: true }).click();
  assert.ok(await page.getByRole('button', { name: 'Stop an agent' }).isDisabled());
  await page.getByRole('button', { name: 'Double the traffic' }).click();
  await page.getByRole('button', { name: /^Delete .* Double the traffic/ }).waitFor();
});

test('a setting from the playhead on becomes a dated change', async () => {
  const page = await openLab();
  await page.getByRole('checkbox', { name: 'From the playhead on' }).check();
  await press(page, 'CPU target', 'ArrowLeft', 6);
  await page.getByRole('button', { name: /^Delete .* CPU target → 54 %/ }).waitFor();
  await page.waitForURL(/set=[\d:]+,scaling\.target,54/);
  assert.ok(!page.url().includes('&scaling.target='));
});

test('a step policy is added, refused with reasons, and kept', async () => {
  const page = await openLab();
  await page.getByRole('radio', { name: 'Step', exact: true }).check();
  await page.getByRole('button', { name: 'Add a step policy' }).click();
  await page.getByLabel('Step 1: Change').fill('');
  await page.getByRole('button', { name: 'Save the policy' }).click();
  await page.getByText('expected at least one with a change').waitFor();
  await page.getByLabel('Step 1: Change').fill('3');
  await page.getByLabel('Threshold', { exact: true }).fill('65');
  await page.getByRole('button', { name: 'Save the policy' }).click();
  await page.getByRole('button', { name: /^Edit Step, from CPU 65 %/ }).waitFor();
  await page.waitForURL(/policy=step/);
  await page.getByRole('button', { name: 'Add a scheduled action' }).click();
  await page.getByLabel('Schedule', { exact: true }).fill('cron(0 12 * * *)');
  await page.getByRole('button', { name: 'Save the policy' }).click();
  await page.getByText('six fields').waitFor();
  await page.getByLabel('Schedule', { exact: true }).fill('cron(0 12 * * ? *)');
  await page.getByRole('button', { name: 'Save the policy' }).click();
  await page.getByRole('button', { name: /^Delete Scheduled cron/ }).click();
  assert.match(await page.getByRole('log', { name: 'Why' }).innerText(), /Step scaling/i);
  assert.deepEqual(page.errors, []);
});

test('the metric names the target', async () => {
  const page = await openLab();
  await page.getByRole('radio', { name: 'Requests per target', exact: true }).check();
  await slider(page, 'Requests target').waitFor();
  await page.getByRole('radio', { name: 'Memory', exact: true }).check();
  await slider(page, 'Memory target').waitFor();
  await slider(page, 'Memory per request').waitFor();
});

test('a preset says what to watch', async () => {
  const page = await openLab();
  await page.getByRole('button', { name: 'Presets', exact: true }).click();
  const preset = compiled('map.json').scenarios.find(({ notice }) => notice?.length > 0);
  await page.getByRole('button', { name: new RegExp(`^${preset.title}`) }).first().click();
  await page.waitForURL(/preset=|from=/);
  await page.locator('.preset-notice').getByText(preset.notice[0]).waitFor();
});

for (const colorScheme of ['light', 'dark']) {
  test(`the lab with everything open can be read by all, ${colorScheme}`, async () => {
    const page = await openLab(LOST_ZONE, { colorScheme, reducedMotion: 'reduce' });
    await page.locator('.lab').getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('button', { name: 'More faults', exact: true }).click();
    assert.deepEqual(await violations(page), []);
  });
}

test('no page scrolls sideways at 320 pixels', async () => {
  const viewport = { width: 320, height: 640 };
  const page = await openLab('#/lab?v=1&platform=ecs-ec2', { viewport });
  await page.getByRole('button', { name: 'All settings' }).click();
  await page.locator('.lab').getByRole('button', { name: 'More', exact: true }).click();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `${wide} pixels`);
});

test('the page and the command line agree to the last byte', async () => {
  const page = await openLab();
  const folder = mkdtempSync(join(tmpdir(), 'drydock-scenario-'));
  const scenarios = [
    { platform: 'ecs-fargate' },
    { platform: 'ecs-fargate', seed: 7, traffic: { peak_rps: 333, spike_factor: 3.1 } },
    { platform: 'ecs-fargate', seed: 9, scaling: { target: 41, min: 2, max: 40 } },
    { platform: 'ecs-fargate', scaling: { mode: 'off', desired: 5 }, request: { cpu_ms: 27 } },
    { platform: 'ecs-ec2', platform_settings: { spot_share: 0.4 } },
  ];
  for (const scenario of scenarios) {
    const file = join(folder, 'scenario.toml');
    writeFileSync(file, toml(scenario));
    const native = JSON.parse(drydock('run', file, '--json'));
    const inPage = await page.evaluate(async (scenario) => {
      const run = await window.drydock.run(scenario);
      return { digest: run.digest, dollars: run.totals.dollars, rows: run.columns.cpu.length };
    }, scenario);
    assert.match(inPage.digest, /^[0-9a-f]{64}$/);
    assert.equal(inPage.digest, native.digest, JSON.stringify(scenario));
    assert.equal(inPage.dollars, native.totals.dollars);
    assert.equal(inPage.rows, native.columns.cpu.length);
  }
  rmSync(folder, { recursive: true });
  assert.match(await page.evaluate(() => window.drydock.version), /^\d+\.\d+\.\d+/);
});

test('a scenario that cannot be is refused in words', async () => {
  const page = await openLab();
  const why = await page.evaluate(() =>
    window.drydock.run({ platform: 'ecs-fargate', scaling: { tarjet: 50 } }).then(
      () => 'accepted',
      (error) => String(error.message ?? error),
    ),
  );
  assert.match(why, /scaling\.tarjet/);
});

test('two pages of one visitor do not disturb each other', async () => {
  const page = await openLab();
  const other = await openPage(page.context(), `${app.site.url}#/lab`);
  await dayIsDrawn(other);
  await press(page, 'CPU target', 'ArrowLeft', 4);
  await press(other, 'CPU target', 'ArrowRight', 4);
  assert.notEqual(await value(page, 'CPU target'), await value(other, 'CPU target'));
  assert.deepEqual([...page.errors, ...other.errors], []);
});

function toml(scenario) {
  const line = ([key, value]) => `${key} = ${JSON.stringify(value)}`;
  const entries = Object.entries(scenario);
  const plain = entries.filter(([, value]) => typeof value !== 'object').map(line);
  const tables = entries
    .filter(([, value]) => typeof value === 'object')
    .map(([name, table]) => [`[${name}]`, ...Object.entries(table).map(line)].join('\n'));
  return [...plain, ...tables, ''].join('\n');
}
