// Starts the app and looks after the service worker: the one script that index.html names.
//
// What the app sees of it, all on the window of its page:
//
//   <html data-boot>      "failed" when the Wasm could not start; "ready" when it runs. #boot is removed then.
//   <html data-update>    "ready": a newer build is stored on this device and waits for consent.
//                         "active": another tab agreed; this page still runs the older build and should be
//                         reloaded when nothing is half written. Absent: nothing new.
//   event chitbook:update on window, when data-update changes. Look at the attribute first, then listen:
//                         a build may have been waiting before the app started.
//   event chitbook:activate  sent BY the app when the user agreed: the waiting build takes over and this page
//                         reloads. If data-update is "active" already, it only reloads.
//   <html data-inside>    set BY the app, followed by the event chitbook:keep: the place that somebody entered,
//                         "phone" or "desk". The worker stores its part of the app for days without a network.
//   <html data-kept>      the place whose part is stored. The event chitbook:kept follows.
//   event chitbook:check  sent BY the app to look for a newer build now (after coming online, by a button).
//
// Nothing here waits for the network: the page comes from the worker's store, a check runs behind it.
import init from '{{js}}';

const page = document.documentElement;

async function start() {
  try {
    // A file that is here whole is read beside the page's thread, one that streams in is read on it.
    const file = await fetch('{{wasm}}');
    const program = await WebAssembly.compile(await file.arrayBuffer());
    // Reading the program and starting it are two turns of the page's thread.
    await new Promise((done) => setTimeout(done));
    await init({ module_or_path: program });
    page.dataset.boot = 'ready';
    document.getElementById('boot')?.remove();
  } catch (fault) {
    page.dataset.boot = 'failed';
    throw fault;
  }
}

function tell(state) {
  if (page.dataset.update === state) return;
  page.dataset.update = state;
  window.dispatchEvent(new Event('chitbook:update'));
}

// How long a build may take to take over before the page that agreed makes way for it.
const PATIENCE = 3_000;

async function watch() {
  const container = navigator.serviceWorker;
  if (!container) return;
  // The first worker of this browser takes over a page that is as new as itself: no update.
  let controlled = Boolean(container.controller);
  let agreed = false;
  container.addEventListener('controllerchange', () => {
    if (agreed) location.reload();
    else if (controlled) tell('active');
    controlled = true;
  });

  const registration = await container.register('/sw.js', { updateViaCache: 'none' });
  const look = () => { if (registration.waiting && container.controller) tell('ready'); };
  look();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });

  window.addEventListener('chitbook:activate', () => {
    if (!registration.waiting) return location.reload();
    agreed = true;
    registration.waiting.postMessage('activate');
    // While the browser counts a request of this page as unanswered (one that broke off is enough), the older build
    // stays in charge. It ends with the page.
    setTimeout(() => location.reload(), PATIENCE);
  });
  let asked;
  const keep = async () => {
    const place = page.dataset.inside;
    if (!place || place === asked || page.dataset.kept === place) return;
    asked = place;
    await container.ready;
    // A build that is being stored or waits has to hold it too. The newest is the one that can fetch what is missing.
    const { installing, waiting, active } = registration;
    const [newest, ...older] = [installing, waiting, active].filter(Boolean);
    const answer = new MessageChannel();
    answer.port1.onmessage = ({ data }) => {
      asked = undefined;
      if (data !== place) return;
      page.dataset.kept = place;
      window.dispatchEvent(new Event('chitbook:kept'));
    };
    newest.postMessage({ keep: place }, [answer.port2]);
    for (const worker of older) worker.postMessage({ keep: place });
  };
  window.addEventListener('chitbook:keep', keep);
  keep();

  const check = () => registration.update().catch(() => { /* offline: the next check finds it */ });
  window.addEventListener('chitbook:check', check);
  // What failed for want of a network is tried again with one.
  for (const event of ['chitbook:check', 'online']) window.addEventListener(event, keep);
  // An installed app may stay open for days without a navigation, which is when browsers look.
  const HOUR = 3_600_000;
  setInterval(() => { check(); keep(); }, HOUR);
}

watch().catch((fault) => console.warn('no service worker: this page needs the network', fault));
await start();
