// From the first page to a verified benefit, by keyboard alone, on a phone: at most twelve links and buttons.

import { clean } from '../lib/axe.mjs';
import { NARROW, using } from '../lib/browser.mjs';
import { expect, journey } from '../lib/journey.mjs';

const MOST = 12;

/** A hand at the keyboard that counts what it presses. */
class Hand {
  constructor(page) {
    this.page = page;
    this.pressed = 0;
  }

  /** Tabs until `wanted` has the focus. */
  async to(words, wanted) {
    for (let stops = 0; stops < 150; stops += 1) {
      await this.page.keyboard.press('Tab');
      const here = await this.page.evaluate(() => {
        const one = document.activeElement;
        return { tag: one.tagName.toLowerCase(), name: one.getAttribute('name'), href: one.getAttribute('href'), text: (one.innerText ?? '').trim(), form: one.form?.id ?? '' };
      });
      if (wanted(here)) return;
    }
    throw new Error(`${words} was not reached in 150 stops`);
  }

  /** Follows a link or presses a button. */
  async press(words, wanted) {
    await this.to(words, wanted);
    this.pressed += 1;
    await Promise.all([this.page.waitForNavigation(), this.page.keyboard.press('Enter')]);
  }

  /** Fills in a field of a form, in place of what stands there. */
  async type(form, name, text) {
    await this.to(name, (at) => at.form === form && at.name === name);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }
}

journey('from home to a verified benefit by keyboard on a phone', async ({ story, browser, server }) => {
  await using(browser, { width: NARROW, scripts: true }, async ({ page }) => {
    const hand = new Hand(page);
    const looked = async () => {
      await clean(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide <= 0, `${page.url()} is ${wide} pixels too wide`);
    };
    const button = (form) => (at) => at.tag === 'button' && at.form === form;
    await story.given('the home page', () => page.goto(server.url));
    await story.when('the first opportunity is taken on', async () => {
      await hand.press('Take it on', (at) => at.href?.startsWith('/benefits/take/'));
      await looked();
      await hand.press('the decision', button('take'));
      await looked();
    });
    await story.when('its action is planned', async () => {
      await hand.type('plan', 'name', 'Return-to-work talks on the day');
      await hand.type('plan', 'milestone', 'Every manager trained');
      await hand.type('plan', 'balance_patients', 'Red flags on wards');
      await hand.type('plan', 'balance_staff', 'Sickness absence');
      await hand.type('plan', 'quality', 'No ward falls below its plan.');
      await hand.type('plan', 'equality', 'Nobody is worse placed.');
      await hand.press('Save the plan', button('plan'));
      await looked();
    });
    await story.when('chief nurse and medical director approve, and it starts', async () => {
      await hand.press('Approve', button('approve'));
      await hand.press('Approve once more', button('approve'));
      await hand.press('Start', button('start'));
      await looked();
    });
    await story.when('a month passes and brings pounds', async () => {
      await hand.press('Benefits', (at) => at.href === '/benefits');
      await looked();
      await hand.press('Let a month pass', (at) => at.text === 'Let a month pass');
      await hand.press('the benefit', (at) => at.href?.startsWith('/benefits/lines/') && lineOf(at.href) > 4);
      await hand.press('Enter the month', button('actual'));
      await looked();
    });
    await story.when('finance verifies it', async () => {
      if ((await page.locator('#verify-reference').count()) > 0) {
        await hand.type('verify', 'reference', 'V-2304');
        await hand.type('verify', 'cost_centre', '10707');
        await hand.type('verify', 'account_code', '31120');
      }
      await hand.press('Verify', button('verify'));
      await looked();
    });
    await story.then('it is verified, and it took no more than twelve', async () => {
      const text = await page.locator('main').innerText();
      expect(/The benefit is verified\./.test(text), `it says: ${text.slice(0, 400)}`);
      expect(hand.pressed <= MOST, `it took ${hand.pressed}`);
    });
  });
});

function lineOf(href) {
  return Number(/L(\d+)/.exec(href)?.[1] ?? 0);
}
