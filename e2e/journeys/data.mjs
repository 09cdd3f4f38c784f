// Files in: refusals with their place before anything is kept, then kept, then undone.

import { clean } from '../lib/axe.mjs';
import { NARROW, using } from '../lib/browser.mjs';
import { expect, journey } from '../lib/journey.mjs';

const HEADINGS = 'organisation,unit,staff_group,period,metric,numerator,denominator';
/** Two good rows and two that can't be taken; no organisation of this code exists anywhere. */
const MIXED = (code) =>
  `${HEADINGS}\n${code},,,2024-04,appraisal-rate,90,100\n${code},,,2024-05,appraisal-rate,91,100\n` +
  `ZZZ9,,,2024-04,appraisal-rate,1,2\n${code},,,2024-06,appraisal-rate,minus four,100\n`;

const words = async (page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ');

/** A code of the generated region, as the comparison shows it. */
async function anEmployer(server) {
  const text = await (await fetch(`${server.url}/compare/sickness-absence`)).text();
  return text.match(/own=([A-Z0-9]{3,12})/)?.[1] ?? 'X01';
}

async function upload(page, server, name, text) {
  await page.goto(`${server.url}/data/upload`);
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.locator('main form:has(input[type="file"]) button').first().click();
}

/** How many loads count now. */
const loads = async (server) =>
  (await (await fetch(`${server.url}/api/v1/loads`)).json()).filter((load) => load.state === 'kept').length;

journey('an upload with refusals is shown before anything is kept', async ({ story, browser, server }) => {
  await using(browser, {}, async ({ page }) => {
    const code = await anEmployer(server);
    const before = await loads(server);
    await story.when('a template with two good and two bad rows is uploaded', () => upload(page, server, 'mixed.csv', MIXED(code)));
    await story.then('the review names file, row, column, what was found and what was expected', async () => {
      const text = await words(page);
      expect(/minus four/.test(text), 'what was found is not shown');
      expect(/numerator/i.test(text) && /\b5\b/.test(text), 'row 5, column numerator is not shown');
      expect(/ZZZ9/.test(text), 'the unknown organisation is not shown');
    });
    await story.then('nothing is kept yet', async () => expect((await loads(server)) === before, 'something was kept'));
    await story.when('the good rows are loaded', () => page.getByRole('button', { name: 'Load the good rows' }).click());
    await story.then('they count from now on', async () => expect((await loads(server)) === before + 1, 'it does not count'));
    const record = page.url().split('?')[0];
    await story.when('the same file is uploaded again', () => upload(page, server, 'mixed.csv', MIXED(code)));
    await story.then('the page says that it is loaded already', async () => expect(/already loaded/.test(await words(page)), 'it does not'));
    await story.when('the load is undone', async () => {
      await page.goto(`${record}/undo`);
      await page.getByRole('button', { name: 'Undo this load' }).click();
    });
    await story.then('all is as it was', async () => expect((await loads(server)) === before, 'it still counts'));
  });
});

journey('a file that is no table is a sentence, never a fault', async ({ story, browser, server }) => {
  await using(browser, {}, async ({ page }) => {
    for (const [name, text] of [
      ['empty.csv', ''],
      ['page.xls', '<html><body><table><tr><td>1</td></tr></table></body></html>'],
      ['broken.xlsx', 'PK\u0003\u0004 not a workbook'],
      ['letter.csv', 'Dear all,\nplease find attached.\n'],
    ]) {
      await story.when(`${name} is uploaded`, () => upload(page, server, name, text));
      await story.then('the page says what to do', async () => {
        const shown = await words(page);
        expect(!/something went wrong|internal/i.test(shown), shown.slice(0, 200));
        expect((await page.locator('main').locator('[role="alert"], .nhsuk-error-summary, .nhsuk-error-message').count()) > 0, 'no error summary');
      });
    }
  });
});

journey('a file of posts is counted by person, once somebody says which column is which', async ({ story, browser, server }) => {
  const code = await anEmployer(server);
  const text = `Our Place,Our Month,Staff Number,Appraised\n${code},2024-04,71234567,1\n${code},2024-04,71234567-2,0\n${code},2024-04,81234567,1\n`;
  await using(browser, { width: NARROW, scripts: true }, async ({ page }) => {
    await story.when('it is uploaded', () => upload(page, server, 'posts.csv', text));
    await story.then('the page asks which column is which, shows no staff number, and axe finds nothing', async () => {
      expect(!/1234567/.test(await page.content()), 'a staff number is shown');
      await clean(page);
    });
    await story.when('the columns are named', async () => {
      await page.locator('#organisation').selectOption('column:Our Place');
      await page.locator('#period').selectOption('column:Our Month');
      await page.locator('#metric_constant').fill('appraisal-rate');
      await page.locator('#numerator').selectOption('column:Appraised');
      await page.locator('#denominator').selectOption('heads:Staff Number');
      await page.getByRole('button', { name: 'Read the file this way' }).click();
    });
    await story.then('its posts are added up', async () => expect(/3 of 3 rows can be loaded/.test(await words(page)), await words(page)));
    await page.getByRole('button', { name: 'Load nothing' }).click();
  });
});
