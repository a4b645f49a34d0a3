// npm start: sets up what is missing on this machine, then serves the virtual fleet.
import { nodeTooOld } from './setup/node-version.mjs';

// Nothing newer than the check itself may be loaded before it.
const sentence = nodeTooOld(process.versions.node);
if (sentence) {
  console.error(sentence);
  process.exitCode = 1;
} else {
  import('./start/show.mjs')
    .then((show) => show.main())
    .catch((error) => {
      console.error(error);
      process.exitCode = 1;
    });
}
