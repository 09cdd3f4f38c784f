// Chromium, with nothing of its own to say to the network, and contexts with scripts off (as pages promise) or on (axe needs them).

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const WIDE = 1200;
export const NARROW = 320;

/** A browser. */
export function launch() {
  return chromium.launch({ executablePath: program(), args: FLAGS, headless: true });
}

/** A page in a context of its own; `outside` gathers every request to another host. */
export async function open(browser, { width = WIDE, scripts = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    javaScriptEnabled: scripts,
    bypassCSP: scripts,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const outside = [];
  page.on('request', (request) => {
    const at = new URL(request.url());
    if (at.protocol !== 'data:' && at.hostname !== '127.0.0.1') outside.push(request.url());
  });
  return { page, outside, close: () => context.close() };
}

/** Opens a page for `act`, and closes it whatever happens. */
export async function using(browser, options, act) {
  const opened = await open(browser, options);
  try {
    return await act(opened);
  } finally {
    await opened.close();
  }
}

function program() {
  const names = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].filter(Boolean);
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of names) {
    for (const file of [name, ...folders.map((folder) => join(folder, name))]) {
      try {
        accessSync(file, constants.X_OK);
        if (file !== name || name.includes('/')) return file;
      } catch {
        // not here: the next place
      }
    }
  }
  throw new Error('Chromium is not here: install it, or name it in CHROMIUM');
}
