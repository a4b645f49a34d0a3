import { script } from './page-script.ts';

/** A file of the page at `/`. */
export interface PageFile {
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Quietport</title>
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
<main>
  <h1>Quietport</h1>
  <p id="scope" role="status">Asking what is looked at …</p>
  <p><button id="act" type="button" hidden></button> <button id="no" type="button" hidden>No</button></p>
  <p id="trouble" role="alert"></p>
  <table>
    <caption id="count">No device yet.</caption>
    <thead><tr><th scope="col">Device</th><th scope="col">Address</th><th scope="col">State</th><th scope="col">Supplies</th><th scope="col">Last heard</th></tr></thead>
    <tbody id="devices"></tbody>
  </table>
  <p class="small">All of it for programs: <a href="/openapi.json">/openapi.json</a>,
  <a href="/api/v1/devices">/api/v1/devices</a>, <a href="/api/v1/listeners">/api/v1/listeners</a>,
  <a href="/api/v1/ports/3259">/api/v1/ports/3259</a>.</p>
  <noscript><p>This page needs scripts; <a href="/api/v1/devices">/api/v1/devices</a> does not.</p></noscript>
</main>
</html>
`;

const css = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 70rem; margin: auto; padding: 0 1rem; overflow-x: auto }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; font-weight: bold; padding: .5rem 0 }
th, td { text-align: left; vertical-align: top; padding: .3rem 1rem .3rem 0; border-bottom: 1px solid #8886 }
button { font: inherit; padding: .3rem 1rem }
.small { font-size: .9rem }
`;

/** The page until the console comes: the devices as they change, and the button. Nothing of it is from elsewhere. */
export const PAGES: readonly PageFile[] = [
  { path: '/', type: 'text/html; charset=utf-8', text: html },
  { path: '/page.js', type: 'text/javascript; charset=utf-8', text: script },
  { path: '/page.css', type: 'text/css; charset=utf-8', text: css },
];
