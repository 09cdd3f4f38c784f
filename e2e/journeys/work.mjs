// Long work: a file that takes a while shows how far it is, can be stopped, and moves on by itself, all without a script.

import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { clean } from '../lib/axe.mjs';
import { NARROW, using } from '../lib/browser.mjs';
import { expect, journey } from '../lib/journey.mjs';

/** Rows of units in every month of three years: some seconds of reading on any machine. */
const UNITS = 95_000;
const PROGRESS = /\/data\/upload\/progress\//;

/** A long file on disk: a browser is not handed tens of megabytes from memory. */
function long(folder, code) {
  const path = join(folder, 'long.csv');
  const file = openSync(path, 'w');
  writeSync(file, 'organisation,unit,staff_group,period,metric,numerator,denominator\n');
  for (let unit = 0; unit < UNITS; unit += 1) {
    let rows = '';
    for (let month = 0; month < 36; month += 1) {
      const when = `${2023 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
      rows += `${code},Unit number ${unit} of this place,,${when},appraisal-rate,90,100\n`;
    }
    writeSync(file, rows);
  }
  closeSync(file);
  return path;
}

async function send(page, server, path) {
  await page.goto(`${server.url}/data/upload`);
  await page.locator('input[type="file"]').setInputFiles(path);
  await page.locator('main form:has(input[type="file"]) button').first().click();
  await page.waitForURL(PROGRESS);
}

const words = async (page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ');

journey('a long file shows its progress, is stopped, and moves on by itself', async ({ story, browser, server }) => {
  const folder = mkdtempSync(join(tmpdir(), 'wholetime-long-'));
  try {
    const text = await (await fetch(`${server.url}/compare/sickness-absence`)).text();
    const path = long(folder, text.match(/own=([A-Z0-9]{3,12})/)?.[1] ?? 'X01');
    await using(browser, {}, async ({ page }) => {
      page.setDefaultTimeout(120_000);
      await story.when('a long file is sent', () => send(page, server, path));
      await story.then('its page says what is done, and that nothing counts', async () => {
        const said = await words(page);
        expect(/Reading long\.csv/.test(said) && /Nothing counts yet/.test(said), said);
      });
      await using(browser, { width: NARROW, scripts: true }, async ({ page: still }) => {
        await still.goto(`${page.url()}?still=yes`);
        await story.then('it can stand still, and axe finds nothing on it', async () => {
          expect(/Reading long\.csv/.test(await words(still)), 'the work had ended');
          await clean(still);
        });
      });
      await story.when('it is stopped', () => page.getByRole('button', { name: 'Stop' }).click());
      await story.then('the page moves on and says that nothing was kept', async () => {
        await page.waitForURL(/done=stopped/);
        expect(/Nothing was kept/.test(await words(page)), await words(page));
      });
      await story.when('it is sent again and left alone', () => send(page, server, path));
      await story.then('the page moves on to the review by itself', async () => {
        await page.waitForURL((url) => /^\/data\/[0-9a-f-]{36}$/.test(url.pathname));
        expect(/can be loaded/.test(await words(page)), await words(page));
      });
      await page.getByRole('button', { name: 'Load nothing' }).click();
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
