// Roles to try: who needs what, a start that fails, and policies mended by hand, kept over a reload.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { compiled, open } from './drydock.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

const { cases } = compiled('roles.json');

async function visit(id = '') {
  const page = await app.visit(`#/try/roles${id}`);
  await page.getByRole('heading', { level: 2, name: 'Mend it yourself' }).waitFor();
  return page;
}

test('the role follows the platform, by keyboard alone', async () => {
  const page = await visit();
  const found = page.locator('#who-found');
  await page.getByRole('radio', { name: 'Pull the image from ECR' }).focus();
  await page.keyboard.press('Space');
  assert.match(await found.innerText(), /container instance role/);
  await page.getByRole('radio', { name: 'ECS on EC2' }).first().focus();
  await page.keyboard.press('ArrowRight');
  assert.match(await found.innerText(), /task execution role[\s\S]*ecr:BatchGetImage/);
  await page.context().close();
});

test('a change mends a scene on one launch type and not on the other', async () => {
  const page = await visit('/pull-denied');
  const found = page.locator('#scene-found');
  assert.match(await found.innerText(), /stops before its containers run/);
  await page.getByRole('radio', { name: 'Allow the pull on the instance role' }).check();
  assert.match(await found.innerText(), /The task runs/);
  const launch = page.getByRole('group', { name: 'Launch type' });
  await launch.getByRole('radio', { name: 'ECS on Fargate' }).check();
  assert.match(await found.innerText(), /CannotPull|registry auth/);
  await page.context().close();
});

test('a policy is mended in the editor, and stays mended', async () => {
  const [round] = cases.rounds;
  const page = await visit(`/${round.id}`);
  const found = page.locator('#round-found');
  assert.match(await found.innerText(), /stops before its containers run/);
  const editor = page.getByRole('textbox');
  await editor.fill('{\n  "Statement": [\n');
  assert.match(await found.innerText(), /AWS would not take this policy[\s\S]*Line 3/);
  await editor.fill(round.documents[0].answer);
  assert.match(await found.innerText(), /no more than it needs/);
  const again = page.getByRole('button', { name: `1: ${round.title}, mended` });
  await again.waitFor();
  await page.reload();
  await again.waitFor();
  assert.equal((await page.getByRole('textbox').inputValue()).trim(), round.documents[0].answer.trim());
  await page.getByRole('button', { name: 'Start again' }).click();
  assert.match(await found.innerText(), /stops before/);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});
