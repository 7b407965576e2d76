// A static host without rules: serves a copy of a folder under a sub-path, and nothing else.

import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** Serves `folder` under `path` (`/`, `/any/sub/path/`) on a free port of 127.0.0.1. */
export async function serve(folder, path = '/') {
  const copy = mkdtempSync(join(tmpdir(), 'drydock-site-'));
  cpSync(folder, join(copy, 'site'), { recursive: true });
  const host = { base: path, site: join(copy, 'site') };
  const server = createServer((request, response) => answer(host, request, response));
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    /** Address of the first page. */
    get url() {
      return origin + host.base;
    },
    /** Moves the site's files and its path, as an owner who tidies up would. */
    move(to) {
      renameSync(host.site, join(copy, 'moved'));
      Object.assign(host, { base: to, site: join(copy, 'moved') });
    },
    close() {
      server.closeAllConnections();
      server.close();
      rmSync(copy, { recursive: true, force: true });
    },
  };
}

function answer({ base, site }, request, response) {
  const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
  const file = join(site, normalize(path.slice(base.length - 1)), path.endsWith('/') ? 'index.html' : '');
  if (!path.startsWith(base) || !file.startsWith(site) || !isFile(file)) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  // Read at once: a stream could find its file gone while the site moves.
  const body = readFileSync(file);
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'cache-control': 'no-cache',
  });
  response.end(body);
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
