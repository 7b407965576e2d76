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

// Page, styles, scripts, WebAssembly; the map, the facts, and the first lesson of the map.
function isFirstLoad(path, firstLesson) {
  return (
    /^[^/]+\.(html|css|js|wasm)$/.test(path) ||
    /^snippets\/.*\.js$/.test(path) ||
    ['content/map.json', 'content/facts.json', `content/lessons/${firstLesson}.json`].includes(path)
  );
}

let paths;
try {
  paths = files(dist).map((path) => relative(dist, path).replaceAll('\\', '/')).sort();
} catch {
  console.error('no dist/: run ./dev build first');
  process.exit(1);
}
const map = JSON.parse(readFileSync(join(dist, 'content/map.json'), 'utf8'));
const firstLesson = map.parts.flatMap((part) => part.lessons)[0]?.id;

console.log('   bytes   brotli  first  file');
let total = 0;
let first = 0;
for (const path of paths) {
  const bytes = readFileSync(join(dist, path));
  const size = brotli(bytes);
  const loaded = isFirstLoad(path, firstLesson);
  total += size;
  if (loaded) first += size;
  const row = [String(bytes.length).padStart(8), String(size).padStart(8), loaded ? '    x' : '     '];
  console.log(`${row.join(' ')}  ${path}`);
}
console.log(`first load ${(first / BYTES_IN_KB).toFixed(1)} KB, everything ${(total / BYTES_IN_KB).toFixed(1)} KB (brotli)`);

const budget = Number(process.argv[2] ?? Infinity);
if (first > budget * BYTES_IN_KB) {
  console.error(
    `size budget: the first load is ${(first / BYTES_IN_KB).toFixed(1)} KB, the budget ${budget} KB (.ci/size-budget)`,
  );
  process.exit(1);
}
