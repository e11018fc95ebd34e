// Keeps whole builds of the app on the device, so that it opens without a network and never mixes two versions.
//
// - A build is a list of files with their digests (filled in when the app is built). It is installed as a whole or
//   not at all: every file is checked against its digest, so a captive portal's page or half an upload is refused.
// - What lies behind the sign-in is stored once somebody has entered there: the page says so ('keep'). From then on
//   it is part of every build that is installed here. A phone never stores the desk.
// - Files that an older build already holds are copied; only changed ones are downloaded.
// - A new build waits. It takes over when the page says that the user agreed ('activate'), or when no page is open.
// - Two older builds stay, so that a page which still runs one of them finds its files.
// - /api/ is never touched. /a/ is never answered with a page.
const BUILD = /*BUILD*/{ "version": "none", "files": {}, "parts": {} }/*BUILD*/;
const PREFIX = 'chitbook-';
const CACHE = PREFIX + BUILD.version;
const OLDER_BUILDS_KEPT = 2;
const PAGE = '/index.html';
// Stored in a build's cache once that build has been in charge.
const RAN = '/a/ran';
// Stored in a build's cache when somebody has entered there.
const entered = (place) => `/a/entered-${place}`;

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  if (event.data === 'activate') self.skipWaiting();
  const place = event.data.keep;
  if (place) {
    const tell = (said) => event.ports[0]?.postMessage(said);
    event.waitUntil(keep(place).then(() => tell(place), (fault) => {
      console.warn(`the ${place} is not stored yet`, fault);
      tell(null);
    }));
  }
});
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname.startsWith('/api/')) return;
  if (event.request.mode === 'navigate') return event.respondWith(page(event.request));
  if (url.pathname.startsWith('/a/')) return event.respondWith(fileOfAnyBuild(event.request, url.pathname));
  if (BUILD.files[url.pathname]) event.respondWith(fileOfThisBuild(event.request, url.pathname));
});

async function install() {
  // What an interrupted installation left is as good a source as an older build: all is checked.
  const sources = await ownCaches();
  // Any failure ends the installation; the build that runs stays, and the browser tries again later.
  await store(BUILD.files, sources);
  for (const place of Object.keys(BUILD.parts)) {
    const marks = await Promise.all(sources.map((name) => held(name, entered(place))));
    if (marks.some(Boolean)) await keep(place);
  }
}

/** The mark first: should a file fail now, the next build still knows what belongs here. */
async function keep(place) {
  await (await caches.open(CACHE)).put(entered(place), new Response());
  const missing = [];
  for (const part of Object.entries(BUILD.parts[place])) if (!(await held(CACHE, part[0]))) missing.push(part);
  await store(Object.fromEntries(missing), await ownCaches());
}

async function store(files, sources) {
  const cache = await caches.open(CACHE);
  await Promise.all(Object.entries(files).map(async ([path, digest]) => {
    await cache.put(path, (await stored(sources, path, digest)) ?? (await downloaded(path, digest)));
  }));
}

async function ownCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

async function stored(sources, path, digest) {
  for (const source of sources) {
    const hit = await held(source, path);
    if (hit && (await digestOf(hit.clone())) === digest) return hit;
  }
  return undefined;
}

async function downloaded(path, integrity) {
  // The page has just loaded the files of /a/, whose names never lie: the browser's own store may answer for them.
  const first = path.startsWith('/a/') ? 'default' : 'no-cache';
  const ask = (cache) => fetch(path, { cache, integrity, redirect: 'error', credentials: 'same-origin' });
  const answer = await ask(first).catch(() => ask('reload'));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

async function digestOf(response) {
  const bytes = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
  return 'sha256-' + btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

async function activate() {
  await (await caches.open(CACHE)).put(RAN, new Response());
  const older = (await ownCaches()).filter((name) => name !== CACHE);
  const [ran, never] = [[], []];
  for (const name of older) ((await held(name, RAN)) ? ran : never).push(name);
  // Names come in the order in which the builds were made. A build that never ran is an interrupted installation or
  // was overtaken while it waited, unless the next one is being stored at this moment.
  const next = self.registration.installing ?? self.registration.waiting;
  const surplus = ran.slice(0, Math.max(0, ran.length - OLDER_BUILDS_KEPT)).concat(next ? [] : never);
  await Promise.all(surplus.map((name) => caches.delete(name)));
  await self.clients.claim();
}

// The answer depends on the path alone: no header of the request may turn a hit into a miss.
async function held(name, path) {
  return (await caches.open(name)).match(path, { ignoreVary: true });
}

async function page(request) {
  return (await held(CACHE, PAGE)) ?? fetch(request);
}

async function fileOfThisBuild(request, path) {
  return (await held(CACHE, path)) ?? fetch(request);
}

async function fileOfAnyBuild(request, path) {
  const older = (await ownCaches()).reverse();
  for (const name of [CACHE, ...older]) {
    const hit = await held(name, path);
    if (hit) return hit;
  }
  const answer = await fetch(request);
  const isPage = (answer.headers.get('content-type') ?? '').startsWith('text/html');
  return isPage ? new Response(null, { status: 404 }) : answer;
}
