// Journeys through Wholetime in a real browser: node run.mjs [--shots] [--only WORDS]
//
// Starts the program on a generated region in a folder of its own, runs each journey, and ends with one line,
// `journeys: N passed, M failed`. With --shots it takes pictures of every page into e2e/shots instead.
// WHOLETIME_E2E_URL names a running server to use instead of starting one.

import { parseArgs } from 'node:util';

import { launch } from './lib/browser.mjs';
import { journeys, Story } from './lib/journey.mjs';
import { start } from './lib/server.mjs';
import './journeys/benefits.mjs';
import './journeys/data.mjs';
import './journeys/keyboard.mjs';
import './journeys/newcomer.mjs';
import './journeys/pages.mjs';
import './journeys/people.mjs';
import './journeys/rates.mjs';
import './journeys/work.mjs';
import { shoot } from './journeys/shots.mjs';

const { values: options } = parseArgs({ options: { shots: { type: 'boolean' }, only: { type: 'string' } } });

const server = await start();
const browser = await launch();
let failed = 0;
let passed = 0;
try {
  if (options.shots) {
    await shoot(browser, server);
  } else {
    for (const { name, tell } of await journeys(browser, server)) {
      if (options.only && !name.includes(options.only)) continue;
      const story = new Story();
      const started = Date.now();
      try {
        await tell(story);
        passed += 1;
        console.log(`ok    ${name} (${Date.now() - started} ms)`);
      } catch (why) {
        failed += 1;
        console.log(`FAIL  ${name}`);
        for (const line of story.told) console.log(`      ${line}`);
        console.log(`      but: ${String(why?.message ?? why).split('\n').slice(0, 12).join('\n           ')}`);
      }
    }
    console.log(`journeys: ${passed} passed, ${failed} failed`);
  }
} finally {
  await browser.close();
  await server.stop();
}
process.exitCode = failed > 0 || (!options.shots && passed === 0) ? 1 : 0;
