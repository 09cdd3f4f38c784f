// What axe finds on a page, at the levels that the accessibility statement names.

import axe from 'axe-core';

import { expect } from './journey.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with what axe finds on `page`, which must be opened with scripts. */
export async function clean(page) {
  await page.evaluate(axe.source);
  const found = await page.evaluate((values) => window.axe.run({ runOnly: { type: 'tag', values } }), TAGS);
  const words = found.violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes[0].html.slice(0, 160)}`);
  expect(words.length === 0, words.join('\n'));
}
