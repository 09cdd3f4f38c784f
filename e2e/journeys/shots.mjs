// Pictures of every page, wide and narrow, into e2e/shots.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { NARROW, using, WIDE } from '../lib/browser.mjs';
import { root } from '../lib/server.mjs';
import { resolved } from '../pages.mjs';

/** Takes them all. */
export async function shoot(browser, server) {
  const folder = join(root, 'e2e', 'shots');
  mkdirSync(folder, { recursive: true });
  for (const { name, path } of await resolved(server)) {
    if (!path) {
      console.log(`${name}: no link to it was found`);
      continue;
    }
    for (const width of [WIDE, NARROW]) {
      await using(browser, { width }, async ({ page }) => {
        await page.goto(server.url + path);
        await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true });
      });
    }
    console.log(`e2e/shots/${name}-{${WIDE},${NARROW}}.png`);
  }
}
