// The main job: which employer loses more than its peers, is it real, what is it worth, what did others do?

import { using } from '../lib/browser.mjs';
import { expect, journey } from '../lib/journey.mjs';

const words = async (page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ');

journey('a newcomer goes from the first page to a comparison', async ({ story, browser, server }) => {
  await using(browser, {}, async ({ page }) => {
    await story.given('the home page', () => page.goto(server.url));
    await story.then('it speaks of whole-time equivalents, and at most five actions stand on it', async () => {
      const text = await words(page);
      expect(/WTE|whole-time equivalent/.test(text), 'no word of whole-time equivalents');
      expect(/£\d/.test(text), 'no pounds');
    });
    await story.when('Compare is chosen, and sickness absence in it', async () => {
      await page.locator('header a[href="/compare"]').first().click();
      await page.locator('main a[href^="/compare/sickness-absence"]').first().click();
    });
    await story.then('there is a sentence, a chart with a name, and a table with the same figures', async () => {
      const text = await words(page);
      expect(/peer median/i.test(text), 'no peer median');
      expect((await page.locator('main svg[role="img"]').count()) > 0, 'no chart');
      expect((await page.locator('main table caption').count()) > 0, 'no table with a caption');
    });
    await story.then('each chart has a title and a description', async () => {
      for (const svg of await page.locator('main svg[role="img"]').all()) {
        const named = (await svg.locator('title').count()) > 0 || (await svg.getAttribute('aria-label'));
        expect(named, 'a chart has no name');
      }
    });
  });
});

journey('opportunities say what they are not', async ({ story, browser, server }) => {
  await using(browser, {}, async ({ page }) => {
    await story.given('the opportunities', () => page.goto(`${server.url}/opportunities`));
    await story.then('time released is no cash, and the best quartile is an upper bound', async () => {
      const text = await words(page);
      expect(/time released/i.test(text), 'no word of time released');
      expect(/upper bound/i.test(text), 'the best quartile is not called an upper bound');
      expect(/£[\d,]+/.test(text), 'no pounds');
    });
  });
});

journey('evidence is found in spite of a typing slip', async ({ story, browser, server }) => {
  await using(browser, {}, async ({ page }) => {
    await story.given('the evidence', () => page.goto(`${server.url}/evidence`));
    await story.when("'pharmacsit' is searched for", async () => {
      await page.locator('main input[name="q"]').first().fill('pharmacsit');
      await page.locator('main input[name="q"]').first().press('Enter');
      await page.waitForURL(/q=pharmacsit/);
    });
    await story.then('pharmacists are found, and an item names its source', async () => {
      expect(/pharmacist/i.test(await words(page)), 'no pharmacist');
      await page.locator('main a[href^="/evidence/"]').first().click();
      expect(/source/i.test(await words(page)), 'the item has no source');
    });
  });
});
