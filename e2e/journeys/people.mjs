// Accounts: the first closes the store, an invitation lets somebody in, roles hold, and every page of it is whole with axe.

import { execFileSync } from 'node:child_process';

import { clean } from '../lib/axe.mjs';
import { NARROW, open, using, WIDE } from '../lib/browser.mjs';
import { expect, journey } from '../lib/journey.mjs';
import { start } from '../lib/server.mjs';

const PASSWORD = 'four entirely random words';
const OPEN = ['/sign-in', '/sign-in?ended=1', '/privacy'];
const INSIDE = [
  '/account',
  '/account/tokens',
  '/account/forget',
  '/admin',
  '/admin/people',
  '/admin/people/member-1',
  '/admin/people/member-2',
  '/admin/permissions',
  '/admin/audit',
  '/admin/security',
  '/admin/assurance',
  '/',
  '/data',
];

/** An account from the command line: the address of its invitation. */
function add({ program, store }, name, ...roles) {
  const flags = roles.flatMap((role) => ['--role', role]);
  return execFileSync(program, ['users', 'add', name, ...flags, '--store', store], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

async function choose(page, url) {
  await page.goto(url);
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByLabel('The same again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Keep the password and sign in' }).click();
}

async function whole(page, url, width) {
  await page.goto(url);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide <= width, `${url} is ${wide} px wide at ${width}`);
  await clean(page);
}

journey('people: the first account closes the store, and those invited come in with their roles alone', async ({ story, browser }) => {
  const server = await start();
  try {
    const invitation = add(server, 'ada', 'run-the-store', 'analyst@DEMO07');
    for (const width of [WIDE, NARROW]) {
      await using(browser, { width, scripts: true }, async ({ page }) => {
        for (const path of [...OPEN, invitation]) {
          await story.then(`${path} at ${width} px: axe, and nothing cut off`, () => whole(page, server.url + path, width));
        }
      });
    }
    await using(browser, {}, async ({ page, outside }) => {
      await story.when('the home page is opened', () => page.goto(`${server.url}/compare`));
      await story.then('one must sign in first', () => expect(/\/sign-in\?next=/.test(page.url()), page.url()));
      await story.when('the invitation is opened and a password chosen, without scripts', () => choose(page, server.url + invitation));
      await story.then('one is signed in, and sees what one may do', async () => {
        const said = await page.locator('main').innerText();
        expect(/You are signed in/.test(said) && /Runs the store/.test(said) && /Analyst/.test(said), said);
      });
      await story.when('a colleague is given an account', async () => {
        await page.goto(`${server.url}/admin/people`);
        await page.getByLabel('Name to sign in with').fill('bob');
        await page.getByLabel('What colleagues call them').fill('Bob the viewer');
        await page.getByLabel('Roles', { exact: true }).fill('viewer@DEMO07');
        await page.getByRole('button', { name: 'Make the account and an invitation' }).click();
      });
      const link = await page.locator('main a[href^="/invite/"]').first().getAttribute('href');
      await using(browser, {}, async ({ page: theirs }) => {
        await story.when('the colleague follows the invitation', () => choose(theirs, server.url + link));
        await story.then('they see figures, and may not load or manage', async () => {
          for (const [path, status] of [['/compare', 200], ['/admin/people', 403], ['/admin/audit', 403]]) {
            const answer = await theirs.goto(server.url + path);
            expect(answer.status() === status, `${path} answered ${answer.status()}`);
          }
        });
        await story.when('they sign out', () => theirs.getByRole('button', { name: 'Sign out' }).first().click());
        await story.then('they must sign in again', async () => {
          await theirs.goto(`${server.url}/compare`);
          expect(/\/sign-in/.test(theirs.url()), theirs.url());
        });
        await story.when('they sign in with a wrong password, then the right one', async () => {
          for (const password of ['wrong wrong wrong wrong', PASSWORD]) {
            await theirs.getByLabel('Name').fill('bob');
            await theirs.getByLabel('Password').fill(password);
            await theirs.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
          }
        });
        await story.then('they are where they wanted to go', () => expect(theirs.url() === `${server.url}/compare`, theirs.url()));
      });
      await story.then('the log says who did what, and its chain holds', async () => {
        await page.goto(`${server.url}/admin/audit`);
        const said = await page.locator('main').innerText();
        for (const words of ['The chain holds', 'sign-in.failed', 'Bob the viewer', 'denied']) expect(said.includes(words), `no '${words}'`);
      });
      await story.then('nobody else was asked', () => expect(outside.length === 0, outside.join(', ')));
      const state = await page.context().cookies();
      for (const width of [WIDE, NARROW]) {
        const inside = await open(browser, { width, scripts: true });
        try {
          await inside.page.context().addCookies(state);
          for (const path of INSIDE) {
            await story.then(`${path} at ${width} px: axe, and nothing cut off`, () => whole(inside.page, server.url + path, width));
          }
        } finally {
          await inside.close();
        }
      }
    });
  } finally {
    await server.stop();
  }
});
