// A journey is a name and a story of given, when and then; what was told so far is printed when it fails.

const told = [];

/** Adds a journey; `tell` is called with `{ story, browser, server }`. */
export function journey(name, tell) {
  told.push(async (browser, server) => [{ name, tell: (story) => tell({ story, browser, server }) }]);
}

/** Adds as many journeys as a table has rows, once the server can be asked. */
export function table(rows) {
  told.push(async (browser, server) => {
    const list = await rows({ browser, server });
    return list.map(({ name, tell }) => ({ name, tell: (story) => tell({ story, browser, server }) }));
  });
}

/** All of them. */
export async function journeys(browser, server) {
  const lists = [];
  for (const make of told) lists.push(await make(browser, server));
  return lists.flat();
}

/** Keeps the lines of a journey, so that a failure reads as a story. */
export class Story {
  told = [];

  async #line(kind, words, act) {
    this.told.push(`${kind} ${words}`);
    return act();
  }

  given(words, act) {
    return this.#line('given', words, act);
  }

  when(words, act) {
    return this.#line('when', words, act);
  }

  then(words, act) {
    return this.#line('then', words, act);
  }
}

/** Fails with these words unless `good`. */
export function expect(good, words) {
  if (!good) throw new Error(words);
}
