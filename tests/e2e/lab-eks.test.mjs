// The lab on Kubernetes: every platform in one switch, pods on nodes, what is Pending and why.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { open } from './drydock.mjs';
import {
  boxesOf,
  dayIsDrawn,
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
const radio = (page, name) => page.getByRole('radio', { name, exact: true });
const button = (page, name) => page.getByRole('button', { name, exact: true });
const more = (page) => page.locator('.lab').getByRole('button', { name: 'More', exact: true }).click();

const NAMES = [
  'ECS on EC2',
  'ECS on Fargate',
  'EKS managed nodes',
  'EKS self-managed nodes',
  'EKS on Fargate',
  'EKS Auto Mode',
  'App Runner',
  'ECS Express Mode',
];
/** A day on managed nodes, at the spike. */
const SPIKE = '#/lab?v=1&platform=eks-managed&t=13:32:30';

test('one switch offers every platform, and each draws its day', async () => {
  const page = await openLab();
  const group = page.getByRole('radiogroup', { name: 'Platform', exact: true });
  for (const name of NAMES) {
    await group.getByRole('radio', { name, exact: true }).check();
    await until(settled(page));
    assert.equal(await value(page, 'Peak requests per second'), 180, name);
    await page.waitForURL(name === 'ECS on Fargate' ? /lab\?v=1/ : /platform=[a-z]+-/);
  }
  await radio(page, 'EKS on Fargate').check();
  await until(settled(page));
  await radio(page, 'EKS Auto Mode').check();
  for (const service of ['Amazon ECS', 'Amazon EKS']) {
    assert.ok(await group.getByRole('group', { name: service, exact: true }).isVisible());
  }
  await region(page, 'Verdict').getByText(/Before, on EKS on Fargate:/).first().waitFor();
  assert.ok((await page.locator('.line-ghost[d]:not([d=""])').count()) >= 4);
  assert.deepEqual(page.errors, []);
});

test('on EKS everything is called as kubectl calls it', async () => {
  const page = await openLab(SPIKE);
  for (const name of ['Minimum replicas', 'Maximum replicas', 'Peak requests per second']) {
    await slider(page, name).waitFor();
  }
  assert.ok(await radio(page, 'HPA').isChecked());
  assert.equal(await radio(page, 'Step').count(), 0);
  assert.ok(await radio(page, 'Requests per pod').isVisible());
  const fleet = await region(page, 'Fleet').innerText();
  assert.match(fleet, /ContainerCreating/);
  assert.match(fleet, /Terminating/);
  const shown = await page.locator('main').innerText();
  assert.doesNotMatch(shown, /\btasks?\b/i);
  await radio(page, 'ECS on Fargate').check();
  await slider(page, 'Minimum tasks').waitFor();
  await radio(page, 'Target tracking').waitFor();
  await radio(page, 'Step').waitFor();
});

test('an expert finds every control of a cluster, a beginner six sliders', async () => {
  const page = await openLab(SPIKE);
  const sliders = page.locator('.controls').getByRole('slider');
  const seen = async () => {
    const shown = await sliders.evaluateAll((all) => all.map((one) => one.checkVisibility()));
    return shown.filter(Boolean).length;
  };
  assert.equal(await seen(), 6);
  await more(page);
  for (const name of [
    'CPU request',
    'CPU limit',
    'Memory request',
    'Memory limit',
    'HPA tolerance',
    'Stabilization window, fewer pods',
    'Max surge',
    'Max unavailable',
    'PodDisruptionBudget, 0 = none',
    'Minimum nodes',
    'Scale-down threshold',
    'Update, nodes at a time',
  ]) {
    assert.ok(await slider(page, name).isVisible(), name);
  }
  assert.ok(await page.getByRole('combobox', { name: 'Node type' }).isVisible());
  assert.ok(await page.getByRole('checkbox', { name: 'Prefix delegation' }).isVisible());
  assert.ok(await slider(page, 'Consolidate after').isHidden());
  await radio(page, 'Karpenter').check();
  await slider(page, 'Consolidate after').waitFor();
  assert.ok(await slider(page, 'Scale-down threshold').isHidden());
  await page.getByText('Has no effect: Karpenter launches what the pods need.').waitFor();
  await radio(page, 'EKS on Fargate').check();
  await slider(page, 'Minimum nodes').waitFor({ state: 'hidden' });
  assert.ok(await slider(page, 'CPU request').isVisible());
  assert.deepEqual(page.errors, []);
});

test('nodes stand in their zones with their pods and say how they divide', async () => {
  const page = await openLab(SPIKE);
  const fleet = region(page, 'Fleet');
  const node = fleet.getByRole('group', { name: /m5\.large: .*70m reserved.*DaemonSets/ }).first();
  await node.waitFor();
  assert.ok((await node.getByRole('option').count()) >= 1);
  assert.match(await fleet.innerText(), /at most 29 pods/);
  await radio(page, 'EKS on Fargate').check();
  await fleet.getByRole('group', { name: 'Fargate node of 0.5 vCPU, 2 GB' }).first().waitFor();
  const nodes = await fleet.getByRole('group', { name: /^Fargate node/ }).count();
  assert.equal(nodes, await fleet.locator('.zone').getByRole('option').count());
});

test('a pending pod gives its reason, and why tells of all three loops', async () => {
  const page = await openLab('#/lab?v=1&platform=eks-managed');
  const unplaced = page.locator('.unplaced');
  await slider(page, 'Time of day').focus();
  for (let minute = 0; minute < 60 && (await unplaced.isHidden()); minute += 1) {
    await slider(page, 'Time of day').fill(String(48_600 + minute * 10));
    await page.waitForTimeout(30);
  }
  await unplaced.getByText(/pods? Pending/).waitFor();
  assert.match(await unplaced.innerText(), /0\/\d+ nodes are available: .*Insufficient cpu/);
  const loops = page.getByRole('list', { name: 'Who waits for whom' });
  assert.match(await loops.innerText(), /HorizontalPodAutoscaler[\s\S]*Pending[\s\S]*Cluster Autoscaler/);
  const log = await page.getByRole('log', { name: 'Why' }).innerText();
  for (const who of ['HorizontalPodAutoscaler', 'kube-scheduler', 'Cluster Autoscaler']) {
    assert.ok(log.includes(who), who);
  }
  assert.match(log, /ceil\(\d/);
});

test('what was done by hand is counted, and less where AWS does it', async () => {
  const day = 'fault=10:00:00,patch-day&t=10:05:00';
  const page = await openLab(`#/lab?v=1&platform=eks-self-managed&${day}`);
  const verdict = region(page, 'Verdict');
  await verdict.getByText(/drain a node: \d+ times/).waitFor();
  await radio(page, 'EKS managed nodes').check();
  await verdict.getByText('start an update of the node group: once').waitFor();
  await verdict.getByText(/Before, on EKS self-managed nodes: \d+ steps/).waitFor();
  await radio(page, 'EKS Auto Mode').check();
  await verdict.getByText('By hand: nothing').waitFor();
});

test('faults are offered where they apply, in the words of the platform', async () => {
  const page = await openLab(SPIKE);
  const reclaim = button(page, 'Reclaim Spot');
  assert.ok(await reclaim.isDisabled());
  await page.getByText('Cannot strike: no node is Spot').waitFor();
  await more(page);
  await radio(page, 'Spot').check();
  await until(async () => !(await reclaim.isDisabled()));
  await reclaim.click();
  await page.getByRole('button', { name: /^Delete .* Reclaim Spot/ }).waitFor();
  await button(page, 'More faults').click();
  await button(page, 'Stop a kubelet').waitFor();
  await radio(page, 'EKS on Fargate').check();
  await until(async () => button(page, 'Stop a kubelet').isDisabled());
  // Beside its button, and where it is dated already.
  await page.locator('#fault-reclaim-spot-line').getByText('Cannot strike: Fargate has no Spot').waitFor();
  await page.locator('#d0-changes').getByText('Cannot strike: Fargate has no Spot').waitFor();
  assert.deepEqual(page.errors, []);
});

test('a pod that cannot pull says so as kubectl does', async () => {
  const fault = 'fault=13:25:00,deny-pull,1800&fault=13:26:00,deploy&t=13:30:00';
  const page = await openLab(`#/lab?v=1&platform=eks-fargate&${fault}`);
  await region(page, 'Fleet').getByText(/ImagePullBackOff; the kubelet tries again/).waitFor();
  const stuck = region(page, 'Fleet').getByRole('option', { name: /ImagePullBackOff/ });
  assert.ok((await stuck.count()) >= 1);
});

test('what Kubernetes does not have gives way, is named, and Undo brings it back', async () => {
  const page = await openLab('#/lab?v=1&scaling.mode=step');
  await radio(page, 'EKS managed nodes').check();
  await page.getByText('HorizontalPodAutoscaler for the step policies').waitFor();
  assert.ok(await radio(page, 'HPA').isChecked());
  await button(page, 'Undo').click();
  await until(async () => radio(page, 'Step').isChecked());
  assert.ok(await radio(page, 'ECS on Fargate').isChecked());
});

test('a link to a cluster opens it for somebody else', async () => {
  const page = await openLab(SPIKE);
  await more(page);
  await radio(page, 'Karpenter').check();
  await press(page, 'PodDisruptionBudget, 0 = none', 'ArrowRight', 4);
  await page.waitForURL(/min_available_percent=20/);
  const other = await app.visit(page.url().slice(app.site.url.length));
  await dayIsDrawn(other);
  assert.ok(await radio(other, 'Karpenter').isChecked());
  await more(other);
  assert.equal(await value(other, 'PodDisruptionBudget, 0 = none'), 20);
});

test('the keys for decisions can be switched off, and stay off', async () => {
  const page = await openLab(SPIKE);
  const time = () => value(page, 'Time of day');
  const before = await time();
  const keys = page.getByRole('checkbox', { name: /^Keys/ });
  assert.ok(await keys.isChecked());
  await keys.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press(']');
  await page.waitForTimeout(200);
  assert.equal(await time(), before);
  assert.equal(await button(page, 'Next decision').getAttribute('aria-keyshortcuts'), null);
  await page.reload();
  await dayIsDrawn(page);
  assert.ok(!(await keys.isChecked()));
  await keys.check();
  await page.keyboard.press(']');
  await until(async () => (await time()) !== before);
});

test('one day is compared on every platform, in the worker, and has a link', async () => {
  const page = await openLab(SPIKE);
  await button(page, 'Compare all platforms').click();
  const table = region(page, 'The day on every platform');
  await page.getByText('One day, one seed, on every platform.').waitFor({ timeout: 30_000 });
  for (const name of NAMES) {
    const line = await table.getByRole('row').filter({ hasText: name }).innerText();
    assert.match(line, /[\d.]+ %[\s\S]*\$ [\d.]+[\s\S]*\d+$/, name);
  }
  await page.getByText(/takes no new customers since/).first().waitFor();
  await page.waitForURL(/compare=platforms/);
  const to = table.getByRole('button', { name: 'EKS Auto Mode', exact: true });
  await to.focus();
  await page.keyboard.press('Enter');
  await until(async () => radio(page, 'EKS Auto Mode').isChecked());
  // The focus stays, also once the day is drawn anew.
  await until(() => to.evaluate((one) => one === document.activeElement));
  await page.reload();
  await page.getByText('One day, one seed, on every platform.').waitFor({ timeout: 30_000 });
  assert.deepEqual(page.errors, []);
});

test('App Runner has controls of its own, and says that it is closed', async () => {
  const page = await openLab();
  await radio(page, 'App Runner').check();
  await page.getByText(/App Runner takes no new customers since/).first().waitFor();
  for (const name of ['Requests at once an instance', 'Minimum instances provisioned']) {
    await slider(page, name).waitFor();
  }
  assert.ok(await slider(page, 'CPU target').isHidden());
  await region(page, 'Fleet').getByText('in zones that AWS chooses').waitFor();
  await page.getByRole('list', { name: 'Who waits for whom' }).getByText(/get requests/).waitFor();
  assert.deepEqual(page.errors, []);
});

test('the seed says what it is', async () => {
  const page = await openLab();
  assert.match(await page.locator('.lab-head .meta').innerText(), /seed 42/);
  assert.match(await page.locator('.luck').getAttribute('title'), /luck of the day/);
  await more(page);
  await page.getByText(/The luck of the day: noise of the traffic/).waitFor();
});

test('a balancer that fails open shows where the requests go', async () => {
  const broken = 'deployment.circuit_breaker=false&deployment.minimum_healthy_percent=0';
  const page = await openLab(
    `#/lab?v=1&${broken}&fault=13:20:00,bad-image&t=13:27:00&scaling.mode=off`,
  );
  await slider(page, 'Time of day').focus();
  const sent = async () => (await page.locator('.zone .flow').allInnerTexts()).join(' ');
  const open = () => page.locator('.balancer').getByText('fails open').isVisible();
  for (let step = 0; step < 90 && !(await open()); step += 1) {
    await slider(page, 'Time of day').fill(String(48_000 + step * 10));
    await page.waitForTimeout(30);
  }
  assert.ok(await open());
  assert.match(await sent(), /[1-9]\d*\/s/);
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 1440]) {
    test(`a cluster can be read by all, ${colorScheme}, ${width} pixels`, async () => {
      const viewport = { width, height: 900 };
      const page = await openLab(SPIKE, { viewport, colorScheme, reducedMotion: 'reduce' });
      if (width === 320) await button(page, 'All settings').click();
      await more(page);
      await button(page, 'More faults').click();
      assert.deepEqual(await violations(page), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} pixels`);
      const radios = await boxesOf(page, '.platforms label');
      assert.ok(radios.every(({ left, right }) => left >= 0 && right <= width));
    });
  }
}

test('a cluster prints as a handout', async () => {
  const page = await openLab(SPIKE, { viewport: { width: 718, height: 1000 } });
  await page.emulateMedia({ media: 'print' });
  await page.getByText('Platform EKS managed nodes').waitFor();
  assert.match(await page.locator('.set-up').innerText(), /Minimum replicas 4 pods/);
  assert.ok(await page.getByRole('checkbox', { name: /^Keys/ }).isHidden());
});
