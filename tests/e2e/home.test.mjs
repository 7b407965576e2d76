// The first page: what to do today, the course by exam, what changed since one came, and a course
// of one's own in the same app.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { compiled, dist, drydock, lessons, open, openPage, plain, questions, ready, root } from './drydock.mjs';
import { serve } from './server.mjs';

let app;
before(async () => (app = await open()));
after(() => app.close());

const first = lessons()[0];
const home = compiled('map.json').home;
const listed = (page) => page.locator('.map .ls[href^="#/learn/"] .name').allInnerTexts();
const titles = (filter) => lessons().filter(filter).map(({ title }) => title);

/** Answers the first question of the first lesson, wrongly. */
async function answerWrongly(page) {
  const item = questions().get(first.questions[0]);
  const wrong = item.options.find((option) => !option.key);
  await page.goto(`${app.site.url}#/learn/${first.id}`);
  const group = page.getByRole('group', { name: plain(item.stem) });
  const text = plain(wrong.text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  await group.getByRole('radio', { name: new RegExp(text) }).check();
  await group.getByRole('button', { name: 'Check answer' }).click();
  await group.locator('.reason').first().waitFor();
}

test('a first visit gets the sentence of the course, and Enter begins', async () => {
  const page = await app.visit();
  await page.getByRole('heading', { level: 1, name: home.sentence }).waitFor();
  const start = page.getByRole('link', { name: /^Start/ }).first();
  await start.waitFor();
  const why = page.getByRole('link', { name: home.question });
  assert.equal(await why.getAttribute('href'), `#/learn/${home.lesson}`);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor();
  assert.deepEqual(page.errors, []);
});

test('the load of the rush is set by key, number and drag, and the lab opens with it', async () => {
  const page = await app.visit();
  const handle = page.getByRole('slider', { name: 'Load after 10:00' });
  const found = page.locator('.figure-outcome');
  await page.getByText(/^Fargate has enough tasks after .+, EC2 after .+\.$/).waitFor();
  const before = await found.textContent();
  await handle.focus();
  await page.keyboard.press('Home');
  assert.equal(await handle.getAttribute('aria-valuenow'), '150');
  await page.getByText(/^Nobody waits/).waitFor();
  await page.keyboard.press('Shift+ArrowUp');
  assert.equal(await handle.getAttribute('aria-valuenow'), '200');
  const typed = page.getByRole('spinbutton', { name: 'Load after 10:00' });
  await typed.fill('450');
  await typed.press('Enter');
  await page.waitForFunction(
    (text) => document.querySelector('.figure-outcome').textContent === text,
    before,
  );
  const box = await handle.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 - 40, { steps: 4 });
  await page.mouse.up();
  const dragged = Number(await handle.getAttribute('aria-valuenow'));
  assert.ok(dragged > 500 && dragged <= 600, `dragged to ${dragged}`);
  const lab = page.getByRole('link', { name: 'See it in the lab' });
  await page.waitForFunction(
    (rps) => document.querySelector('.figure-foot a').href.includes(`traffic.peak_rps=${rps}`),
    dragged,
  );
  assert.match(await lab.getAttribute('href'), /from=rush-at-ten/);
  assert.deepEqual(page.errors, []);
});

test('who knows some of it already is placed by twelve questions', async () => {
  const page = await app.visit();
  await page.getByText('I know some of this already', { exact: true }).waitFor();
  await page.getByRole('link', { name: /^Place me/ }).click();
  await page.getByText('1 of 12').first().waitFor();
  assert.deepEqual(page.errors, []);
});

test('who returns finds the place, the wrong answers and the share that is right', async () => {
  const page = await app.visit(`#/learn/${first.id}`);
  await answerWrongly(page);
  const heading = compiled(`lessons/${first.id}.json`).headings[1];
  await page.evaluate((id) => document.getElementById(id).scrollIntoView(), heading.id);
  await page.waitForFunction(
    (title) => Object.values(localStorage).some((value) => value.includes(title)),
    heading.title,
  );
  await page.goto(`${app.site.url}#/`);
  await page.getByRole('heading', { level: 1, name: /\d+ minutes? today/ }).waitFor();
  const sections = compiled(`lessons/${first.id}.json`).headings.length;
  await page.getByText(`“${heading.title}”, section 2 of ${sections}`).waitFor();
  await page.getByText('1 question again', { exact: true }).waitFor();
  const here = page.locator('.map [aria-current=location]');
  assert.match(await here.innerText(), new RegExp(`${first.title}\\s+you are here`));
  await page.getByText(/^1 of \d+\slessons begun, 0 known$/).waitFor();
  assert.deepEqual(page.errors, []);
});

test('what memory is about to lose is due on a later day', async () => {
  const page = await app.visit(`#/learn/${first.id}`);
  await answerWrongly(page);
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage).filter((key) => key.includes('/log/'))) {
      const entry = JSON.parse(localStorage.getItem(key));
      entry.at_ms -= 3 * 86_400_000;
      localStorage.setItem(key, JSON.stringify(entry));
    }
    localStorage.removeItem('drydock/1/set/lesson');
  });
  await page.goto(`${app.site.url}#/`);
  await page.reload();
  await page.getByText('1 review', { exact: false }).first().waitFor();
  const row = page.locator('.map .ls', { hasText: first.title });
  await row.getByText('1 due').waitFor();
  const start = page.getByRole('link', { name: /^Start/ }).first();
  assert.equal(await start.getAttribute('href'), '#/practice?due');
  await start.click();
  await page.getByText(/^1 of 1, due/).waitFor();
  await page.locator(`[id="stem-${first.questions[0]}"]`).waitFor();
  assert.deepEqual(page.errors, []);
});

test('the course is listed by exam: in the address, over a reload, beside a lesson', async () => {
  const page = await app.visit();
  const exam = first.exams[0];
  await page.getByLabel('Show').selectOption({ label: `on ${exam}` });
  const on = titles((entry) => entry.exams.includes(exam));
  await page.waitForURL(new RegExp(`#/\\?exam=${exam}$`));
  assert.deepEqual(await listed(page), on);
  await page.reload();
  await ready(page);
  await page.locator('.map .ls').first().waitFor();
  assert.deepEqual(await listed(page), on);

  const beside = await openPage(page.context(), `${app.site.url}#/learn/${first.id}`);
  await beside.locator('.side .ls').first().waitFor();
  assert.deepEqual(await beside.locator('.side .name').allInnerTexts(), on);
  await beside.getByRole('button', { name: 'Show all' }).click();
  await beside.waitForFunction(
    (count) => document.querySelectorAll('.side .ls').length === count,
    lessons().length,
  );
  // The other tab follows, and its address says so.
  await page.waitForURL(/#\/$/);

  const beyond = titles((entry) => entry.exams.length > 0 && !entry.exams.includes(exam));
  await page.goto(`${app.site.url}#/?beyond=${exam}`);
  await page.waitForFunction(() => document.querySelector('#listed')?.value.startsWith('beyond'));
  assert.deepEqual(await listed(page), beyond);
  assert.deepEqual(page.errors, []);
});

/** Comes back after that day, having seen other values of one fact. */
async function comeBack(page, day) {
  await page.waitForFunction(() => localStorage.getItem('drydock/1/set/facts-seen'));
  await page.evaluate((day) => {
    const seen = 'drydock/1/set/facts-seen';
    localStorage.setItem('drydock/1/set/visit', day);
    localStorage.setItem(seen, `zzzzzz${localStorage.getItem(seen).slice(6)}`);
  }, day);
  await page.reload();
  await ready(page);
}

test('who comes back is told what changed', async () => {
  const day = '2026-06-01';
  const { changes } = compiled('news.json');
  const later = changes.filter(({ date }) => date > day);
  const page = await app.visit();
  await comeBack(page, day);
  const link = page.getByRole('link', {
    name: `What changed since you last came: ${later.length + 1}`,
  });
  await link.click();
  await page.getByRole('heading', { level: 1, name: `${later.length + 1} changes since` }).waitFor();
  const recent = page.getByRole('region').or(page.locator('main section'));
  const fact = Object.values(compiled('facts.json'))[0];
  assert.ok((await recent.first().innerText()).includes(fact.text.replace(/\.$/, '')));
  for (const { text } of later) {
    assert.ok((await page.locator('main').innerText()).includes(text.slice(0, 40)), text);
  }
  // On the same day nothing is forgotten by reading it.
  await page.reload();
  await page.getByRole('heading', { level: 1, name: `${later.length + 1} changes since` }).waitFor();
  assert.deepEqual(page.errors, []);
});

test('an export is remembered', async () => {
  const page = await app.visit();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export now' }).click();
  await download;
  await page.getByText('Last export today.').waitFor();
});

/** The files that the page about own courses shows. */
function ownCourse(folder) {
  const text = readFileSync(join(root, 'docs/own-course.md'), 'utf8');
  const [, course, questions] = text.split('\n```toml\n').map((rest) => rest.split('\n```\n')[0]);
  const lesson = text.split('\n````markdown\n')[1].split('\n````\n')[0];
  const files = { 'course.toml': course, 'lessons/first.md': lesson, 'questions/first.toml': questions };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

test('three files of a teacher and the app become a course that works', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-own-'));
  ownCourse(join(folder, 'course'));
  drydock('build', join(folder, 'course'), '--app', dist, '-o', join(folder, 'site'));
  const site = await serve(join(folder, 'site'), '/own/');
  const context = await app.browser.newContext();
  const page = await openPage(context, site.url);
  await page.getByRole('heading', { level: 1, name: 'Containers in one evening' }).waitFor();
  await page.getByText('1 lesson, 8 min').waitFor();
  await page.getByRole('slider').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'What a task costs' }).waitFor();
  await page.getByText('not examined').waitFor();
  await page.getByRole('button', { name: '$0.04048 per vCPU-hour' }).waitFor();
  await page.getByRole('slider', { name: /Peak requests/ }).waitFor();
  await page.getByRole('radio', { name: /start of the image pull/ }).check();
  await page.getByRole('button', { name: 'Check answer' }).click();
  await page.getByText('Right', { exact: true }).first().waitFor();
  await page.goto(`${site.url}#/`);
  await page.getByText('1 of 1 lesson begun, 1 known').waitFor();
  assert.deepEqual(page.errors, []);
  site.close();
  rmSync(folder, { recursive: true });
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 1440]) {
    test(`home, news and own course, ${colorScheme}, ${width} px: no violation`, async () => {
      const options = { colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' };
      const page = await app.visit('', options);
      await answerWrongly(page);
      await page.goto(`${app.site.url}#/`);
      await comeBack(page, '2026-06-01');
      await page.getByRole('link', { name: /since you last came/ }).waitFor();
      for (const place of ['#/', '#/about/changes', '#/about/own-course', '#/about']) {
        await page.goto(app.site.url + place);
        await page.waitForTimeout(700);
        assert.deepEqual(await violations(page), [], place);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${place}: ${wide} px wide`);
      }
      assert.deepEqual(page.errors, []);
    });
  }
}
