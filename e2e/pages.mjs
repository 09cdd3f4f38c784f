// Every page that is looked at with axe, at both widths, for weight and for outside requests.

/** `name` is the picture's file name too; `first` finds an address on another page. */
export const pages = [
  { name: 'home', path: '/' },
  { name: 'compare', path: '/compare' },
  { name: 'compare-sickness', path: '/compare/sickness-absence' },
  { name: 'compare-employer', first: { on: '/compare/sickness-absence', link: /^\/compare\/sickness-absence\?.*own=/ } },
  { name: 'compare-corrected', path: '/compare/sickness-absence?own=DEMO11&reading=corrected' },
  { name: 'signals', path: '/signals' },
  { name: 'signals-icons', path: '/signals/icons?own=DEMO11' },
  { name: 'similar', path: '/similar?own=DEMO07&metric=sickness-absence' },
  { name: 'worked', path: '/compare/agency-share-of-pay/worked?own=DEMO11&since=2025-06' },
  { name: 'worked-form', path: '/compare/agency-share-of-pay/worked' },
  { name: 'worked-too-early', path: '/compare/agency-share-of-pay/worked?own=DEMO11&since=2024-01' },
  { name: 'opportunities', path: '/opportunities' },
  { name: 'benefits', path: '/benefits' },
  { name: 'benefits-line', path: '/benefits/lines/L1' },
  { name: 'benefits-action', path: '/benefits/actions/A1' },
  { name: 'benefits-take', first: { on: '/', link: /^\/benefits\/take\// } },
  { name: 'benefits-people', path: '/benefits/people' },
  { name: 'no-such-benefit', path: '/benefits/lines/L999', status: 404 },
  { name: 'evidence', path: '/evidence' },
  { name: 'evidence-item', first: { on: '/evidence', link: /^\/evidence\/[^?]+$/ } },
  { name: 'evidence-search', path: '/evidence?q=rostering' },
  { name: 'evidence-search-typo', path: '/evidence?q=pharmacsit' },
  { name: 'evidence-search-none', path: '/evidence?q=zzzzzzzz' },
  { name: 'data', path: '/data' },
  { name: 'data-load', first: { on: '/data', link: /^\/data\/(?!upload)[^?]+$/ } },
  { name: 'data-upload', path: '/data/upload' },
  { name: 'tools', path: '/tools' },
  { name: 'rates', path: '/rates?own=DEMO07' },
  { name: 'rates-breaches', path: '/rates/breaches?own=DEMO07' },
  { name: 'rates-basis', path: '/rates/basis' },
  { name: 'rates-design', path: '/rates/design' },
  { name: 'rates-cards', path: '/rates/cards' },
  { name: 'rates-leaving', path: '/rates/leaving' },
  { name: 'rates-watch', path: '/rates/watch' },
  { name: 'ward-measures', path: '/tools/measures' },
  { name: 'exceptions', path: '/tools/exceptions' },
  { name: 'exceptions-new', path: '/tools/exceptions/new' },
  { name: 'help', path: '/help' },
  { name: 'accessibility', path: '/accessibility' },
  { name: 'privacy', path: '/privacy' },
  { name: 'sign-in-alone', path: '/sign-in' },
  { name: 'admin', path: '/admin' },
  { name: 'admin-people-alone', path: '/admin/people' },
  { name: 'admin-permissions', path: '/admin/permissions' },
  { name: 'admin-audit', path: '/admin/audit' },
  { name: 'admin-security', path: '/admin/security' },
  { name: 'admin-assurance', path: '/admin/assurance' },
  { name: 'not-found', path: '/no-such-page', status: 404 },
  { name: 'no-such-metric', path: '/compare/no-such-metric', status: 404 },
];

/** The addresses, with each `first` looked up. */
export async function resolved(server) {
  const list = [];
  for (const page of pages) {
    list.push({ status: 200, ...page, path: page.path ?? (await firstLink(server, page.first)) });
  }
  return list;
}

/** Every address of our own that a page links to. */
export async function links(server, path) {
  const answer = await fetch(server.url + path);
  const text = await answer.text();
  const found = [...text.matchAll(/href="([^"]+)"/g)].map(([, href]) => href.replaceAll(/&(amp|#38);/g, '&'));
  return [...new Set(found.filter((href) => href.startsWith('/')).map((href) => href.split('#')[0]))];
}

async function firstLink(server, { on, link }) {
  return (await links(server, on)).find((href) => link.test(href)) ?? null;
}
