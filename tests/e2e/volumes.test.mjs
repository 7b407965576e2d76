// Volumes to try: the table by keyboard, a task that comes back, a day of credits, manifests.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { drydock, open, openPage } from './drydock.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

async function visit(tool, options) {
  const page = await app.visit(`#/tools/${tool}`, options);
  await page.locator('.vol').waitFor();
  return page;
}

const pasted = (page) => page.evaluate(() => navigator.clipboard.readText());

test('a cell of the table is reached and read by keyboard', async () => {
  const page = await visit('volumes');
  const cell = page.locator('#vol-cell');
  await page.getByRole('button', { name: 'EFS on ECS on Fargate yes', exact: true }).focus();
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'End', 'ArrowLeft', 'ArrowLeft']) {
    await page.keyboard.press(key);
  }
  await page.keyboard.press('Enter');
  assert.match(await cell.innerText(), /EBS on EKS on Fargate: no[\s\S]*EKS Fargate mounts EFS alone/);
  const again = page.getByRole('button', { name: 'EBS on EKS on Fargate no' });
  assert.equal(await again.getAttribute('aria-pressed'), 'true');
  assert.ok(await again.evaluate((it) => it === document.activeElement), 'the focus stays');
  await page.getByRole('checkbox', { name: 'Many hosts write at once' }).check();
  await page.getByRole('button', { name: 'EBS on ECS on Fargate no' }).waitFor();
  await page.getByRole('button', { name: 'Copy as command' }).click();
  await page.getByText('Copied.').first().waitFor();
  assert.match(await pasted(page), /"access":"RWX".*\| drydock rule volume --explain$/);
  await page.reload();
  await page.locator('#vol-cell').waitFor();
  assert.match(await cell.innerText(), /EBS on EKS on Fargate: no/);
  assert.ok(await page.getByRole('checkbox', { name: 'Many hosts write at once' }).isChecked());
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a task comes back in another zone, with EBS and with EFS', async () => {
  const page = await visit('volumes');
  const found = page.locator('#vol-found-survives');
  await page.getByRole('button', { name: 'Lose the zone' }).click();
  assert.match(await found.innerText(), /Zone A is lost[\s\S]*The file is gone for good/);
  await page.getByRole('group', { name: 'Its volume' }).getByRole('radio', { name: 'EFS' }).check();
  assert.match(await found.innerText(), /It finds the file/);
  await page.getByRole('img', { name: /EFS is below both zones.*next task is in zone B/ }).waitFor();
  await page.getByRole('checkbox', { name: 'Zone B has a mount target' }).uncheck();
  assert.match(await found.innerText(), /It does not start yet/);
  const other = await openPage(page.context(), page.url());
  assert.match(await other.locator('#vol-said-survives').innerText(), /no mount target/);
  await other.getByRole('button', { name: 'Start again' }).click();
  assert.match(await other.locator('#vol-said-survives').innerText(), /End it, and see/);
  assert.deepEqual([...page.errors, ...other.errors], []);
  await page.context().close();
});

test('credits end when the rule says, and a wrong number keeps the last day', async () => {
  const page = await visit('ebs-limits?busy=3000&quiet=0');
  const said = page.locator('#vol-said-day');
  assert.match(await said.innerText(), /credits end at 09:33, and 300 IOPS/);
  const size = page.getByRole('spinbutton', { name: 'Size, typed' });
  await size.fill('-5');
  await page.getByText('Size: expected 1 to 65536 GiB').waitFor();
  assert.match(await said.innerText(), /credits end at 09:33/);
  await size.fill('1000');
  assert.match(await said.innerText(), /everything that is asked for is served/);
  const slider = page.getByRole('slider', { name: 'Size', exact: true });
  assert.equal(await slider.getAttribute('aria-valuetext'), '1,000 GiB');
  await slider.focus();
  await page.keyboard.press('Home');
  assert.equal(await size.inputValue(), '1');
  assert.match(page.url(), /size_gib=1(&|$)/);
  await page.getByRole('button', { name: 'Copy as command' }).click();
  await page.getByText('Copied.').first().waitFor();
  assert.match(await pasted(page), /"size_gib":1(\.0)?,"type":"gp2"/);
  assert.match(drydock('rule', '--list'), /ebs-limits/);
  await page.context().close();
});

test('a manifest is copied as it is shown, and what cannot be is refused', async () => {
  const page = await visit('manifest');
  await page.getByRole('button', { name: 'Copy the manifest' }).click();
  await page.getByText('Copied.').first().waitFor();
  const yaml = await pasted(page);
  const shown = await page.locator('.yaml code').allTextContents();
  assert.equal(yaml, `${shown.join('\n')}\n`);
  assert.match(yaml, /^provisioner: ebs\.csi\.aws\.com$/m);
  const nodes = page.getByRole('group', { name: 'Pods run on' });
  await nodes.getByRole('radio', { name: 'EKS on Fargate' }).check();
  assert.match(await page.locator('#vol-found-manifest').innerText(), /mount EFS alone/);
  await page.getByRole('group', { name: 'Storage' }).getByRole('radio', { name: 'EFS' }).check();
  await page.getByRole('group', { name: 'Provisioning' }).getByRole('radio', { name: /Static/ }).check();
  assert.match(await page.locator('.yaml').innerText(), /volumeHandle: fs-/);
  await page.reload();
  assert.match(await page.locator('.yaml').innerText(), /volumeHandle: fs-/);
  await page.context().close();
});

test('a damaged link says so and shows the rest', async () => {
  const page = await visit('efs-burst?size_gib=1024&mode=sideways&reads=%zz');
  assert.match(await page.locator('.vol .notice').first().innerText(), /damaged[\s\S]*Throughput mode/);
  assert.equal(await page.getByRole('spinbutton', { name: 'Data stored, typed' }).inputValue(), '1024');
  await page.context().close();
});

for (const [width, colorScheme] of [[320, 'light'], [320, 'dark'], [1440, 'light'], [1440, 'dark']]) {
  test(`pages about volumes have no violation at ${width} px, ${colorScheme}`, async () => {
    const looks = { viewport: { width, height: 900 }, colorScheme };
    const states = ['volumes?ended=zone&with=efs', 'efs-burst', 'ebs-limits', 'manifest', 'volume'];
    for (const state of states) {
      const page = await visit(state, looks);
      assert.deepEqual(await violations(page), [], state);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(wider <= 0, `${state} is ${wider} px too wide`);
      await page.context().close();
    }
  });
}
