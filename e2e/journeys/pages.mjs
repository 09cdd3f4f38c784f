// What every page promises, whatever it shows: no fault that axe can see, nothing cut off on a phone, light, and alone.

import { clean } from '../lib/axe.mjs';
import { NARROW, using, WIDE } from '../lib/browser.mjs';
import { expect, journey, table } from '../lib/journey.mjs';
import { links, resolved } from '../pages.mjs';

const WEIGHT = 100 * 1024;

table(async ({ server }) => {
  const rows = [];
  for (const page of await resolved(server)) {
    rows.push({ name: `${page.name} is whole, light and alone`, tell: (told) => whole(told, page) });
    for (const width of [WIDE, NARROW]) {
      rows.push({ name: `${page.name} at ${width} px: axe, and nothing cut off`, tell: (told) => accessible(told, page, width) });
    }
  }
  return rows;
});

async function whole({ story, browser, server }, { path, name, status }) {
  expect(path, `no link to ${name} was found`);
  await using(browser, {}, async ({ page, outside }) => {
    const answer = await story.when(`${path} is opened without scripts`, () => page.goto(server.url + path));
    await story.then(`it answers ${status}`, () => expect(answer.status() === status, `it answered ${answer.status()}`));
    const html = (await answer.body()).toString();
    await story.then('it is British English, with one main heading and a title that ends in the service', async () => {
      expect(/<html[^>]* lang="en-GB"/.test(html), 'lang is not en-GB');
      expect((await page.locator('h1').count()) === 1, `${await page.locator('h1').count()} main headings`);
      expect((await page.title()).endsWith('Wholetime'), `its title is '${await page.title()}'`);
    });
    await story.then('it says that its figures are generated', async () =>
      expect(/generated data/i.test(await page.locator('body').innerText()), 'no word of generated data'),
    );
    await story.then('it holds no script', () => expect(!/<script|\son\w+=|javascript:/i.test(html), 'there is one'));
    await story.then('it weighs at most 100 KB', () => expect(html.length <= WEIGHT, `${html.length} bytes`));
    await story.then('it asks nobody else', () => expect(outside.length === 0, outside.join(', ')));
    await story.then('its policy forbids scripts and framing', () => {
      const policy = answer.headers()['content-security-policy'] ?? '';
      expect(policy.includes("default-src 'none'") && policy.includes('frame-ancestors'), `policy: '${policy}'`);
      expect(!policy.includes('unsafe'), `policy: '${policy}'`);
    });
  });
}

async function accessible({ story, browser, server }, { path, name }, width) {
  expect(path, `no link to ${name} was found`);
  await using(browser, { width, scripts: true }, async ({ page }) => {
    await story.when(`${path} is opened at ${width} px`, () => page.goto(server.url + path));
    await story.then('nothing is cut off at the side', async () => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide <= width, `the page is ${wide} px wide; ${await widest(page, width)}`);
    });
    await story.then('text is at least 12 px', async () => {
      const small = await page.evaluate(smallText);
      expect(small.length === 0, small.join('; '));
    });
    await story.then('axe finds nothing', () => clean(page));
  });
}

/** What sticks out furthest, to save looking. */
function widest(page, width) {
  return page.evaluate((limit) => {
    const out = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > limit + 1);
    return out.slice(0, 3).map((one) => `<${one.tagName.toLowerCase()} class="${one.getAttribute('class') ?? ''}">`).join(' ');
  }, width);
}

/** Text that a chart or a label shows smaller than 12 px, scaling of SVG counted. */
function smallText() {
  const found = [];
  for (const one of document.querySelectorAll('svg text, main p, main li, main td, main th, main a, main label')) {
    const box = one.getBoundingClientRect();
    if (box.width < 2 || !one.textContent.trim()) continue;
    const matrix = one.getScreenCTM?.();
    const size = parseFloat(getComputedStyle(one).fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1);
    if (size < 11.5) found.push(`${size.toFixed(1)} px: '${one.textContent.trim().slice(0, 40)}'`);
  }
  return found.slice(0, 5);
}

journey('no link leads nowhere', async ({ story, server }) => {
  const seen = new Set();
  const wrong = [];
  await story.when('every link of every page is followed', async () => {
    for (const { path, status } of await resolved(server)) {
      if (!path || status !== 200) continue;
      for (const href of await links(server, path)) {
        if (seen.has(href) || seen.size >= 400) continue;
        seen.add(href);
        const answer = await fetch(server.url + href);
        await answer.arrayBuffer();
        if (!answer.ok) wrong.push(`${href} on ${path} answers ${answer.status}`);
      }
    }
  });
  await story.then('each answers', () => expect(wrong.length === 0 && seen.size > 10, wrong.join('\n') || `only ${seen.size} links`));
});
