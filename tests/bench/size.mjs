// Transfer sizes (brotli 11) of dist/. With a number, a budget in KB for what the first page loads:
// the exit status is 1 when the sum is above it.
//
//   node tests/bench/size.mjs [BUDGET_KB]

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const dist = join(dirname(fileURLToPath(import.meta.url)), '../../dist');
const BYTES_IN_KB = 1000;

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

function brotli(bytes) {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }).length;
}

// What each place loads. The first page: page with style, script, WebAssembly; the map and the first
// lesson of the map. A figure and the lab need the parts beside that, the facts and a scenario.
const FIRST = /^(index\.html|drydock-web[^/]*|snippets\/.*|content\/map\.json)$/;
const LAB = /^(worker\.js|drydock-(lab|engine)[^/]*|lab-[^/]*\.css|content\/(facts|instances)\.json)$/;

let paths;
try {
  paths = files(dist).map((path) => relative(dist, path).replaceAll('\\', '/')).sort();
} catch {
  console.error('no dist/: run ./dev build first');
  process.exit(1);
}
const map = JSON.parse(readFileSync(join(dist, 'content/map.json'), 'utf8'));
const firstLesson = map.parts.flatMap((part) => part.lessons)[0]?.id;

const isFirst = (path) => FIRST.test(path) || path === `content/lessons/${firstLesson}.json`;

console.log('   bytes   brotli  first    lab  file');
const sums = { first: 0, lab: 0, all: 0 };
for (const path of paths) {
  const bytes = readFileSync(join(dist, path));
  const size = brotli(bytes);
  const [first, lab] = [isFirst(path), isFirst(path) || LAB.test(path)];
  sums.all += size;
  if (first) sums.first += size;
  if (lab) sums.lab += size;
  const row = [bytes.length, size].map((number) => String(number).padStart(8));
  console.log(`${row.join(' ')} ${first ? '     x' : '      '} ${lab ? '     x' : '      '}  ${path}`);
}
const kb = (bytes) => `${(bytes / BYTES_IN_KB).toFixed(1)} KB`;
console.log(
  `first load ${kb(sums.first)}, with a figure or the lab ${kb(sums.lab)}, everything ${kb(sums.all)} (brotli)`,
);

const budget = Number(process.argv[2] ?? Infinity);
if (sums.first > budget * BYTES_IN_KB) {
  console.error(
    `size budget: the first load is ${kb(sums.first)}, the budget ${budget} KB (.ci/size-budget)`,
  );
  process.exit(1);
}
