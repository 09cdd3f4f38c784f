// The whole way by keyboard alone: skip link, navigation, search, upload; each stop can be seen.

import { using } from '../lib/browser.mjs';
import { expect, journey } from '../lib/journey.mjs';

/** What has the focus, in words. */
function focused(page) {
  return page.evaluate(() => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    const shadow = style.boxShadow !== 'none' || style.outlineStyle !== 'none' || style.textDecorationLine !== 'none';
    const box = one.getBoundingClientRect();
    return {
      tag: one.tagName.toLowerCase(),
      type: one.getAttribute('type'),
      text: (one.innerText ?? '').trim(),
      href: one.getAttribute('href'),
      id: one.id,
      seen: shadow && box.width > 1 && box.height > 1,
    };
  });
}

/** Presses Tab until `wanted` holds; fails after 80 stops. */
async function tabTo(page, words, wanted) {
  for (let stops = 0; stops < 80; stops += 1) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (at.tag !== 'body') expect(at.seen, `the focus on <${at.tag}> '${at.text || at.id}' can't be seen`);
    if (wanted(at)) return at;
  }
  throw new Error(`${words} was not reached in 80 stops`);
}

journey('the skip link comes first and leads to the content', async ({ story, browser, server }) => {
  await using(browser, {}, async ({ page }) => {
    await story.given('the home page', () => page.goto(server.url));
    const first = await story.when('Tab is pressed once', async () => {
      await page.keyboard.press('Tab');
      return focused(page);
    });
    await story.then('the skip link has the focus and can be seen', () =>
      expect(/^skip to/i.test(first.text) && first.seen, `it is on <${first.tag}> '${first.text}'`),
    );
    await story.when('Enter is pressed', () => page.keyboard.press('Enter'));
    await story.then('the address names the content, and the next stop lies in it', async () => {
      expect(new URL(page.url()).hash.length > 1, `the address is ${page.url()}`);
      await page.keyboard.press('Tab');
      const inside = await page.evaluate(() => document.querySelector('main').contains(document.activeElement));
      expect(inside, `the next stop is '${(await focused(page)).text}'`);
    });
  });
});

journey('from home to an upload by keyboard alone', async ({ story, browser, server }) => {
  await using(browser, {}, async ({ page }) => {
    await story.given('the home page', () => page.goto(server.url));
    await story.when('the navigation is walked to Data', async () => {
      await tabTo(page, 'Data', (at) => at.tag === 'a' && at.href === '/data');
      await Promise.all([page.waitForURL('**/data'), page.keyboard.press('Enter')]);
    });
    await story.when('the link to upload is followed', async () => {
      await tabTo(page, 'the link to upload', (at) => at.tag === 'a' && at.href?.startsWith('/data/upload'));
      await Promise.all([page.waitForURL('**/data/upload**'), page.keyboard.press('Enter')]);
    });
    await story.then('the file field and the button can be reached', async () => {
      await tabTo(page, 'the file field', (at) => at.tag === 'input' && at.type === 'file');
      await tabTo(page, 'the button', (at) => at.tag === 'button' || (at.tag === 'input' && at.type === 'submit'));
    });
  });
});
