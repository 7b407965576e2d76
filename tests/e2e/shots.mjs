// Pictures of the built app: every place, at three widths, in both themes.
//
//   node tests/e2e/shots.mjs FOLDER [PLACE…]      places: home, lab, lab-eks, lesson ids

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { lessons, open } from './drydock.mjs';

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node tests/e2e/shots.mjs FOLDER [PLACE…]');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const places = [
  ['home', '#/'],
  ['lab', '#/lab'],
  ['lab-eks', '#/lab?v=1&platform=eks-managed&t=13:32:30'],
  ['lab-eks-fargate', '#/lab?v=1&platform=eks-fargate&t=13:32:30'],
  ['lab-eks-auto', '#/lab?v=1&platform=eks-auto&t=13:33:30'],
  ['tools', '#/tools'],
  ['tool-max-pods', '#/tools/max-pods'],
  ['tool-step-scaling', '#/tools/step-scaling'],
  ['tool-iam', '#/tools/iam'],
  ...lessons().map(({ id }) => [id, `#/learn/${id}`]),
].filter(([name]) => wanted.length === 0 || wanted.includes(name));

const app = await open();
for (const [name, address] of places) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [320, 768, 1440]) {
      const viewport = { width, height: width === 320 ? 640 : 1000 };
      const page = await app.visit(address, { viewport, colorScheme, reducedMotion: 'reduce' });
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(500);
      const path = join(folder, `${name}-${colorScheme}-${width}.png`);
      await page.screenshot({ path, fullPage: true });
      console.log(path, page.errors.join(' | '));
      await page.context().close();
    }
  }
}
await app.close();
