// Rates from the spread to a warning: as somebody who sees the pages for the first time, without a script, on a phone.

import { clean } from '../lib/axe.mjs';
import { NARROW, using } from '../lib/browser.mjs';
import { expect, journey } from '../lib/journey.mjs';

const main = async (page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ');

async function says(page, what) {
  const text = await main(page);
  expect(what.test(text), `${page.url()} does not say ${what}: ${text.slice(0, 600)}`);
}

journey('from the spread of rates to a card, its adoption and a warning', async ({ story, browser, server }) => {
  await using(browser, { width: NARROW, scripts: true }, async ({ page }) => {
    const looked = async () => {
      await clean(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide <= 0, `${page.url()} is ${wide} pixels too wide`);
    };
    const follow = async (words) => {
      await page.getByRole('link', { name: words, exact: true }).last().click();
      await page.waitForLoadState();
    };
    const press = async (form, fields = {}) => {
      const folded = page.locator(`details:has(#${form}):not([open]) > summary`);
      if ((await folded.count()) > 0) await folded.click();
      for (const [name, value] of Object.entries(fields)) await page.locator(`#${form} [name="${name}"]`).fill(value);
      await Promise.all([page.waitForNavigation(), page.locator(`#${form} button`).click()]);
    };

    await story.given('the tools', () => page.goto(`${server.url}/tools`));
    await story.when('the rates are looked at', () => page.locator('main a[href="/rates"]').first().click());
    await story.then('the spread for the same work is seen', async () => {
      await page.waitForURL(/\/rates/);
      await says(page, /the same work/i);
      await looked();
    });

    await story.when('the basis in law was withdrawn', async () => {
      await follow('Basis in law');
      await press('withdraw');
    });
    await story.then('nobody sees who would leave', async () => {
      await follow('What leaving would cost');
      await says(page, /basis in law/i);
      expect(!/Gains by leaving/.test(await main(page)), 'it is shown without a basis in law');
    });

    let card = '';
    await story.when('a card is designed and kept', async () => {
      await page.goto(`${server.url}/rates/design`);
      await page.locator('#design [name="name"]').fill('One card for all');
      await page.locator('#design [name="then"][value="show"]').check();
      await press('design');
      await says(page, /Lines above the card save/);
      await says(page, /Lines below the card cost/);
      await says(page, /Who loses/);
      await looked();
      await page.locator('#design [name="then"][value="keep"]').check();
      await press('design');
      card = new URL(page.url()).pathname;
      expect(/^\/rates\/cards\//.test(card), `it led to ${page.url()}`);
      await says(page, /kept as a draft/);
      await looked();
    });
    await story.then('it says what must come before anybody signs', () => says(page, /Before anybody may sign/));

    await story.when('the basis in law is recorded', async () => {
      await page.goto(`${server.url}/rates/basis`);
      await press('record', {
        memorandum: 'Memorandum of understanding 4',
        advice: 'Solicitors of the region, 2 November 2026',
        owner: 'Programme director',
        date: '2026-11-02',
      });
      await looked();
    });
    await story.then('what leaving would cost is open, with its arithmetic', async () => {
      await page.goto(`${server.url}/rates/leaving?card=${card.split('/').pop()}`);
      await says(page, /Does the card hold\?/);
      await says(page, /Costs the others/i);
      await looked();
    });

    await story.when('assessment and consultation are dated, and it is put to the network', async () => {
      await page.goto(server.url + card);
      await press('prepare', {
        assessed: '2026-10-01',
        owner: 'Head of inclusion',
        document: 'EIA 7',
        opened: '2026-10-02',
        closed: '2026-10-30',
        with: 'Joint staff side',
      });
      await press('recommend');
      await says(page, /put to the network/);
      await looked();
    });
    await story.when('one employer adopts it', async () => {
      await page.locator('#adopt [name="employer"]').selectOption('DEMO07');
      await press('adopt', { by: 'Director of workforce', from: '2026-01' });
      await says(page, /adopted the card/);
      await says(page, /signed by Director of workforce/);
      await looked();
    });
    await story.then('the watch holds its bookings against the card', async () => {
      await follow('The watch');
      await says(page, /of 1 signatories shown/);
      await looked();
    });
    await story.then('and it warns of the employer that left the card before', async () => {
      await page.goto(`${server.url}/rates/cards`);
      const before = await page.locator('main table a').evaluateAll((links) => links.map((one) => one.getAttribute('href')));
      const other = before.find((one) => one !== card);
      await page.goto(`${server.url}/rates/watch?card=${other.split('/').pop()}`);
      await says(page, /left the card in .*first warning in/);
    });
    await story.when('a director asks for such warnings by e-mail', () =>
      press('tell', { address: 'director@example.nhs.uk' }));
    await story.then('the page says so', async () => {
      expect(/A letter will be sent/.test(await page.locator('body').innerText()), 'it is not said');
      await looked();
    });
  });
});
