// npm test: sets up what is missing on this machine, then runs every kind of test that it can run.
import { nodeTooOld } from './setup/node-version.mjs';

// Nothing newer than the check itself may be loaded before it.
const sentence = nodeTooOld(process.versions.node);
if (sentence) {
  console.error(sentence);
  process.exitCode = 1;
} else {
  import('./test/suite.mjs')
    .then((suite) => suite.main())
    .catch((error) => {
      console.error(error);
      process.exitCode = 1;
    });
}
