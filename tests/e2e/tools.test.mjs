// The tools: the list, rules answered by keyboard, links and commands that say the same.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { drydock, open, root } from './drydock.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

async function visit(address, options) {
  const page = await app.visit(address, options);
  await page.locator('main.tools h1').waitFor();
  return page;
}

const said = (page) => page.locator('#tool-said').innerText();

test('the list finds a tool by its words, and every rule is in it', async () => {
  const page = await app.visit('#/');
  await page.getByRole('link', { name: 'Tools', exact: true }).click();
  await page.locator('#tool-filter').waitFor();
  const names = drydock('rule', '--list').trim().split('\n').map((line) => line.split(' ')[0]);
  const links = await page.locator('.tool-rows a').evaluateAll((all) => all.map((a) => a.hash));
  for (const name of names) assert.ok(links.includes(`#/tools/${name}`), name);
  await page.locator('#tool-filter').fill('max pods');
  assert.equal(await page.locator('.tool-rows a').first().getAttribute('href'), '#/tools/max-pods');
  assert.ok(page.url().includes('find=max'), page.url());
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a choice, by keyboard: the answer follows and the link keeps it', async () => {
  const page = await visit('#/tools/max-pods');
  assert.match(await said(page), /29 pods at most/);
  await page.getByLabel('Prefix delegation').focus();
  await page.keyboard.press('Space');
  assert.match(await said(page), /110 pods at most/);
  const link = page.url();
  assert.match(link, /#\/tools\/max-pods\?instance_type=m5\.large&prefix_delegation=true$/);
  await page.reload();
  await page.locator('#tool-said b').waitFor();
  assert.match(await said(page), /110 pods at most/);
  assert.ok(await page.getByLabel('Prefix delegation').isChecked());
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a number that is none keeps the last answer and says what is expected', async () => {
  const page = await visit('#/tools/target-tracking');
  assert.match(await said(page), /^6 tasks/);
  const metric = page.getByLabel('Metric now');
  await metric.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('ninety');
  assert.match(await said(page), /expected a number[\s\S]*ninety[\s\S]*The last answer[\s\S]*6 tasks/i);
  assert.equal(await metric.getAttribute('aria-invalid'), 'true');
  assert.match(await page.locator('#why-metric').innerText(), /Expected a number/);
  await page.waitForFunction(
    () => /expected a number/i.test(document.querySelector('.spoken').textContent),
  );
  await page.keyboard.press('Control+A');
  await page.keyboard.type('120');
  assert.match(await said(page), /^8 tasks/);
  assert.equal(await metric.getAttribute('aria-invalid'), null);
  await page.context().close();
});

test('rows come and go, and the JSON says the same', async () => {
  const page = await visit('#/tools/step-scaling');
  await page.getByRole('button', { name: 'Add a row' }).focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.row').count(), 4);
  await page.getByRole('button', { name: 'Remove row 4' }).press('Enter');
  assert.equal(await page.locator('.row').count(), 3);
  await page.getByRole('button', { name: 'JSON', exact: true }).press('Enter');
  const editor = page.getByLabel('Input as JSON');
  const input = JSON.parse(await editor.inputValue());
  assert.equal(input.steps.length, 3);
  input.metric = 55;
  await editor.fill(JSON.stringify(input, null, 2).replace('"metric": 55', '"metric": ]'));
  const line = JSON.stringify(input, null, 2).split('\n').findIndex((it) => it.includes('metric'));
  assert.match(await page.locator('#tool-why').innerText(), new RegExp(`Line ${line + 1}`));
  assert.match(await said(page), /The last answer/);
  await editor.fill(JSON.stringify(input));
  assert.match(await said(page), /^10 tasks/);
  await page.getByRole('button', { name: 'Form', exact: true }).click();
  assert.equal(await page.getByLabel('Metric now').inputValue(), '55');
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('the copied command gives the same answer in a terminal', async () => {
  const page = await visit('#/tools/fargate-size?cpu=256&memory_mib=4096');
  await page.getByRole('button', { name: 'Copy as command' }).click();
  await page.locator('#copied').filter({ hasText: 'Copied' }).waitFor();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(command, /^echo '\{.*\}' \| drydock rule fargate-size --explain$/);
  const program = process.env.DRYDOCK_BIN || `${root}/target/debug/drydock`;
  const line = command.replace('drydock', program);
  const answer = JSON.parse(execFileSync('sh', ['-c', line], { encoding: 'utf8' }));
  const { cpu, memory_mib } = answer.nearest;
  assert.ok((await said(page)).includes(`${cpu} CPU units with ${memory_mib} MiB`));
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('#/tools/'));
  await page.context().close();
});

test('a decision about permissions is shown step by step, mistakes with their line', async () => {
  const page = await visit('#/tools/iam');
  assert.match(await said(page), /^Allowed/);
  await page.getByRole('button', { name: 'An explicit Deny wins' }).click();
  assert.match(await said(page), /^Denied explicitly, by identity document 1, statement 2/);
  assert.match(await page.locator('.tool-way .denies').innerText(), /KeepData/);
  const policy = page.getByLabel('Document 1');
  await policy.fill((await policy.inputValue()).replace('"Deny"', '"Refuse"'));
  assert.match(await page.locator('#why-identity\\.0').innerText(), /Line \d+/);
  assert.match(await said(page), /The last answer/);
  await policy.fill('{ "Statement": [');
  assert.match(await page.locator('#why-identity\\.0').innerText(), /Expected JSON/);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a damaged link is explained, and an unknown tool has a way back', async () => {
  const page = await visit('#/tools/step-scaling?steps=%5B1');
  assert.match(await page.locator('.notice').innerText(), /damaged/);
  assert.match(await said(page), /tasks, a change of/);
  const lost = await visit('#/tools/nothing');
  assert.match(await lost.locator('h1').innerText(), /nothing/);
  await lost.getByRole('link', { name: 'All tools' }).click();
  await lost.locator('#tool-filter').waitFor();
  await page.context().close();
  await lost.context().close();
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 1440]) {
    test(`no violation at ${width} px, ${colorScheme}`, async () => {
      for (const address of ['#/tools', '#/tools/hpa', '#/tools/iam', '#/tools/max-pods?x=1']) {
        const viewport = { width, height: 900 };
        const page = await visit(address, { viewport, colorScheme, reducedMotion: 'reduce' });
        assert.deepEqual(await violations(page), [], address);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${address}: ${wide} px wide`);
        await page.context().close();
      }
    });
  }
}
