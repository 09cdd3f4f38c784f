// The program under test: a generated region in a new folder, served on a free port, ended afterwards.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const PATIENCE = 60_000;

/** `{ url, program, store, stop }`. */
export async function start() {
  const url = process.env.WHOLETIME_E2E_URL;
  if (url) return { url: url.replace(/\/$/, ''), stop: async () => {} };
  const program = binary();
  const folder = mkdtempSync(join(tmpdir(), 'wholetime-e2e-'));
  const store = join(folder, 'store');
  execFileSync(program, ['demo', '--store', store, '--no-serve'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const child = spawn(program, ['serve', '--store', store, '--addr', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => ended(child).then(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  try {
    return { url: await address(child), program, store, stop };
  } catch (why) {
    await stop();
    throw why;
  }
}

function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  const name = process.platform === 'win32' ? 'wholetime.exe' : 'wholetime';
  const program = process.env.WHOLETIME_BIN ?? join(target, 'demo', name);
  if (!existsSync(program)) throw new Error(`${program} is not there: cargo build --profile demo --package wholetime`);
  return program;
}

/** The first address the program prints. */
function address(child) {
  return new Promise((resolve, reject) => {
    let printed = '';
    const late = setTimeout(() => reject(new Error(`no address after ${PATIENCE / 1000} s: ${printed}`)), PATIENCE);
    const listen = (chunk) => {
      printed += chunk;
      const found = printed.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (!found) return;
      clearTimeout(late);
      resolve(found[0]);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${printed}`)));
  });
}

function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill();
    setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
  });
}
