// What every end-to-end test needs: the browser, the built site, and pages that report their errors.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '../..');
export const dist = join(root, 'dist');

export const SUB_PATH = '/any/sub/path/';
/** A first start compiles the WebAssembly on a busy machine. */
const PATIENCE_MS = 15_000;

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROME || '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Browser and site for one test file. */
export async function open(path = SUB_PATH) {
  const browser = await launch();
  const site = await serve(dist, path);
  return {
    browser,
    site,
    async close() {
      await browser.close();
      site.close();
    },
    /** A page of a new visitor. `page.errors` collects what the console calls an error. */
    async visit(address = '', options = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
        origin: new URL(site.url).origin,
      });
      return openPage(context, site.url + address);
    },
  };
}

/** Another page of the same visitor. */
export async function openPage(context, url) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.errors = [];
  page.on('console', (message) => {
    if (message.type() === 'error') page.errors.push(message.text());
  });
  page.on('pageerror', (error) => page.errors.push(String(error)));
  await page.goto(url);
  await ready(page);
  return page;
}

/** The app has drawn its first page. */
export async function ready(page) {
  await page.getByRole('link', { name: 'Lab', exact: true }).first().waitFor();
  await page.locator('h1').first().waitFor();
}

export const compiled = (path) => JSON.parse(readFileSync(join(dist, 'content', path), 'utf8'));

/** The course's map, as the page reads it. */
export const lessons = () => compiled('map.json').parts.flatMap((part) => part.lessons);

/** Every question of the bank by id. */
export function questions() {
  const files = readdirSync(join(dist, 'content/questions'));
  const items = files.flatMap((file) => compiled(`questions/${file}`).questions);
  return new Map(items.map((item) => [item.id, item]));
}

/** Runs the native command line. */
export function drydock(...args) {
  const program = process.env.DRYDOCK_BIN || join(root, 'target/debug/drydock');
  return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
}

/** Text of a piece of HTML, with spaces as a reader sees them. */
export const plain = (html) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;|&#x27;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();

/** ISO date of the day that lies `days` after today as the schedule counts: its day begins at four. */
export function dayAhead(days) {
  const at = new Date(Date.now() - 4 * 3_600_000);
  at.setDate(at.getDate() + days);
  const two = (number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
