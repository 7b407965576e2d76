// Practice and progress of a learner who has answered for long: times with 10,000 answers stored.

import { lessons, questions } from '../e2e/drydock.mjs';

const ANSWERS = 10_000;
const ASKED = 40;
const DAY_MS = 86_400_000;
const DAYS_LEFT = 200;

/** Answers of two years, and an exam in 200 days. */
async function fill(page) {
  const bank = [...questions().values()].map(({ id, options }) => ({ id, options: options.length }));
  const goal = new Date(Date.now() + DAYS_LEFT * DAY_MS).toISOString().slice(0, 10);
  await page.evaluate(
    ([bank, answers, day, goal]) => {
      const from = Date.now() - 700 * day;
      const write = (id, entry) => localStorage.setItem(`drydock/1/log/${id}`, JSON.stringify(entry));
      const stamp = (at_ms, number) =>
        at_ms.toString(16).padStart(12, '0') + number.toString(16).padStart(8, '0');
      for (let number = 0; number < answers; number += 1) {
        const at_ms = Math.round(from + (number / answers) * 699 * day);
        const { id: question, options } = bank[(number * 7) % bank.length];
        const id = stamp(at_ms, number);
        // Every fourth answer is to a drill, as a learner's who likes them.
        const drilled = number % 4 === 0;
        write(id, {
          kind: 'attempt',
          id,
          at_ms,
          question: drilled ? `pair-which-role/${number}` : question,
          chosen: [number % options],
          marked: number % 3 === 0 ? 'wrong' : 'right',
          sure: ['guess', 'unsure', 'sure'][number % 3],
          took_ms: 20_000 + (number % 60) * 1000,
          place: 'practice',
        });
      }
      const at_ms = Date.now() - day;
      const id = stamp(at_ms, 1);
      write(id, { kind: 'goal', id, at_ms, exam: 'SAA-C03', day: goal, minutes_a_day: 20 });
      localStorage.setItem('drydock/schema', '2');
    },
    [bank, ANSWERS, DAY_MS, goal],
  );
}

/** From asking for a page to the frame in which it stands. */
async function opened(page, url, shown) {
  const times = [];
  for (let turn = 0; turn < 6; turn += 1) {
    await page.goto(`${url}#/about`);
    await page.getByRole('heading', { level: 1, name: 'About Drydock' }).waitFor();
    await page.waitForTimeout(300);
    const { address, selector } = shown;
    times.push(
      await page.evaluate(
        ([address, selector]) =>
          new Promise((done) => {
            const begin = performance.now();
            location.hash = address;
            const look = () => {
              if (document.querySelector(selector)) {
                requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
              } else {
                requestAnimationFrame(look);
              }
            };
            look();
          }),
        [address, selector],
      ),
    );
  }
  // The first one fetches the part and its files.
  return times.slice(1);
}

/** From the press on “Check answer” to the painted reasons. */
async function answered(page, url, query) {
  await page.goto(`${url}#/practice?${query}`);
  const times = [];
  for (let number = 0; number < ASKED; number += 1) {
    const check = page.locator('[data-do=check]');
    await check.waitFor();
    times.push(
      await page.evaluate(
        () =>
          new Promise((done) => {
            for (const input of document.querySelectorAll('.option input')) {
              if (document.querySelector('[data-do=check][aria-disabled=false]')) break;
              input.click();
            }
            const begin = performance.now();
            document.querySelector('[data-do=check]').click();
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
          }),
      ),
    );
    await page.locator('.verdict').waitFor();
    await page.locator('[data-do=next]').click();
    if ((await page.locator('.practice-end').count()) > 0) break;
  }
  return times;
}

/** Prints what a page and an answer take with so many answers stored. */
export async function printStudy(app, spread) {
  const page = await app.visit('#/about');
  await fill(page);
  await page.reload();
  const url = app.site.url;
  const of = `with ${ANSWERS} answers stored`;
  const practice = { address: '#/practice', selector: '.practice-home' };
  console.log(`practice page ${of}: ${spread(await opened(page, url, practice))}`);
  const progress = { address: '#/progress', selector: '.progress-page' };
  console.log(`progress page ${of}: ${spread(await opened(page, url, progress))}`);
  const plan = { address: '#/progress', selector: '#progress-plan table' };
  console.log(`plan for ${DAYS_LEFT} days, page included: ${spread(await opened(page, url, plan))}`);
  const home = { address: '#/', selector: '.plan .btn.p[href*=practice]' };
  console.log(`the day’s plan ${of}: ${spread(await opened(page, url, home))}`);
  const own = `own=${ASKED}&kind=single`;
  console.log(`answer to painted reasons ${of}: ${spread(await answered(page, url, own))}`);
  const drill = await answered(page, url, 'drill=which-role');
  console.log(`answer to painted reasons in a drill: ${spread(drill)}`);
  const lesson = lessons().find((entry) => entry.questions.length > 0);
  const shown = { address: `#/learn/${lesson.id}`, selector: '.question' };
  console.log(`lesson ${of}: ${spread(await opened(page, url, shown))}`);
  await page.context().close();
}
