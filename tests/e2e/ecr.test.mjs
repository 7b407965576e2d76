// The tools about the image registry: a policy by hand and by keyboard, a pull, a repository.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { open } from './drydock.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

async function visit(address, options) {
  const page = await app.visit(`#/tools/${address}`, options);
  await page.locator('#found').waitFor();
  return page;
}

const finding = page => page.locator('#found').innerText();

test('a policy is edited by keyboard: number, mistake, mend, link', async () => {
  const page = await visit('ecr-lifecycle');
  assert.match(await finding(page), /^5 of 11.images expire$/);
  const days = page.getByRole('spinbutton', { name: 'countNumber, rule 2, line 15' });
  await days.focus();
  await page.keyboard.press('ArrowUp');
  assert.equal(await days.getAttribute('aria-valuenow'), '15');
  assert.ok(await days.evaluate(it => it === document.activeElement), 'the focus stays');
  await page.keyboard.type('100');
  assert.match(await finding(page), /^4 of 11/);
  const editor = page.getByRole('textbox', { name: 'Policy JSON' });
  assert.match(await editor.inputValue(), /"countNumber": 100/);

  // A mistake: at its line, what hangs on it undecided, and mended by a button.
  await page.getByRole('combobox', { name: 'Examples' }).selectOption('mistake');
  assert.match(await finding(page), /^3 of 11/);
  const problem = page.locator('.problem');
  assert.match(await problem.innerText(), /Line 20.*sinceImagePulled/);
  assert.equal(await page.locator('.ln.bad i').innerText(), '20');
  assert.match(await page.locator('#problems').innerText(), /InvalidParameterException/);
  assert.equal(await page.getByText('waits for line 20').count(), 2);
  await page.getByRole('button', { name: 'Count by sinceImagePushed' }).press('Enter');
  assert.match(await finding(page), /^5 of 11/);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  assert.match(await finding(page), /^3 of 11/);

  // Typed by hand, it survives a reload.
  await editor.focus();
  await page.keyboard.press('F8');
  await page.keyboard.press('End');
  // What was undone has its address by now, so that the next one is that of what is typed.
  await page.waitForTimeout(1000);
  const before = page.url();
  await page.keyboard.type(' ');
  const typed = await editor.inputValue();
  await page.waitForURL((address) => address.href !== before);
  await page.reload();
  await page.locator('#found').waitFor();
  assert.equal(await editor.inputValue(), typed);
  assert.match(await finding(page), /^3 of 11/);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('images age, and the command is that of the policy', async () => {
  const page = await visit('ecr-lifecycle');
  await page.locator('#later').focus();
  await page.keyboard.press('End');
  assert.match(await finding(page), /^7 of 11/);
  await page.getByRole('button', { name: 'Copy for AWS CLI' }).click();
  await page.getByText('Command copied').first().waitFor();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(command, /^aws ecr put-lifecycle-policy [\s\S]*"rulePriority":1/);
  await page.getByRole('radio', { name: 'Form' }).check();
  const count = page.getByRole('spinbutton', { name: 'Number of rule 1', exact: true });
  await count.fill('1');
  await count.press('Tab');
  assert.match(await finding(page), /^10 of 11/);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('what is pasted is taken, and nonsense is answered', async () => {
  const page = await visit('ecr-lifecycle');
  await page.getByRole('button', { name: 'Paste yours' }).click();
  const pushed = new Date(Date.now() - 100 * 86400e3).toISOString();
  const details = [{ imageDigest: 'sha256:abc', imagePushedAt: pushed, imageSizeInBytes: 2e9 }];
  await page.locator('#pasted').fill(JSON.stringify({ imageDetails: details }));
  await page.getByRole('button', { name: 'Take it' }).click();
  assert.match(await finding(page), /^1 of 1.image expires/);
  await page.getByRole('textbox', { name: 'Policy JSON' }).fill('x'.repeat(100_000));
  assert.equal(await finding(page), 'Nothing can be said yet');
  assert.match(await page.locator('#problems').innerText(), /at most 30720 characters/);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a pull ends where the network ends', async () => {
  const page = await visit('ecr-pull');
  assert.match(await finding(page), /arrives/);
  const nat = page.getByRole('checkbox', { name: 'NAT gateway' });
  await nat.focus();
  await page.keyboard.press('Space');
  assert.equal(await finding(page), 'The pull ends at step 1, the token');
  assert.match(await page.locator('.said').innerText(), /ResourceInitializationError/);
  await page.getByRole('radio', { name: 'EKS nodes' }).check();
  assert.match(await page.locator('.said').innerText(), /ErrImagePull, then ImagePullBackOff/);
  await page.getByRole('checkbox', { name: 'Endpoint ecr.api' }).check();
  await page.getByRole('checkbox', { name: 'Endpoint ecr.dkr' }).check();
  assert.equal(await finding(page), 'The pull ends at step 3, the layers');
  await page.waitForURL(/n=api\.dkr/);
  await page.reload();
  await page.locator('#found').waitFor();
  assert.equal(await finding(page), 'The pull ends at step 3, the layers');
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a repository refuses what its tags forbid, cleans itself, and comes back by its link', async () => {
  const page = await visit('registry?a=none');
  assert.equal(await finding(page), 'Day 0: the repository is empty');
  await page.getByRole('combobox', { name: 'Tags' }).selectOption('IMMUTABLE');
  await page.getByRole('button', { name: 'Push' }).press('Enter');
  await page.getByRole('button', { name: 'Push' }).press('Enter');
  const log = page.locator('.log');
  assert.match(await log.innerText(), /Refused\. ImageTagAlreadyExistsException/);
  await page.getByRole('combobox', { name: 'Tags' }).selectOption('MUTABLE');
  await page.getByRole('button', { name: 'Push' }).press('Enter');
  assert.match(await finding(page), /2.images, 1 untagged/);
  await page.getByRole('combobox', { name: 'Life-cycle policy' }).selectOption({ label: 'Untagged images after a week' });
  await page.getByRole('button', { name: '30 days' }).click();
  assert.match(await log.innerText(), /8 days since its push, the limit is 7/);
  const found = await finding(page);
  await page.reload();
  await page.locator('#found').waitFor();
  assert.equal(await finding(page), found);
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.match(await finding(page), /^Day 0: 2/);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('the pages can be used by everybody', async () => {
  const addresses = ['ecr-lifecycle?e=mistake', 'ecr-lifecycle?v=form', 'ecr-pull?n=none', 'registry'];
  for (const address of addresses) {
    for (const width of [320, 1440]) {
      for (const colorScheme of ['light', 'dark']) {
        const page = await visit(address, { viewport: { width, height: 900 }, colorScheme });
        assert.deepEqual(await violations(page), [], `${address} ${width} ${colorScheme}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${address}: ${wide} px at ${width}`);
        await page.context().close();
      }
    }
  }
});
