import type { Exceptions } from './rules';

const BEFORE_INSTALL = 'runs before any package is installed, so it takes the file of plain JavaScript';

const SOAK = 'the soak runs the random scenarios of the tests, which have no place behind the door';

export const EXCEPTIONS: Exceptions = {
  longFiles: {},
  longFunctions: {},
  clocks: { 'lib/runtime/build.ts': 'the composition root, which gives all others their clock' },
  doors: {
    'lib/db/owner-file.mjs -> lib/settings/make-folder': BEFORE_INSTALL,
    'scripts/start.test.ts -> lib/db/owner-file': 'plays the part of the script that does',
    'scripts/soak/machine.ts -> lib/simulator/scenario-runs': SOAK,
    'scripts/soak/machine.ts -> lib/simulator/test-crowds': SOAK,
    'scripts/soak/machine.ts -> lib/simulator/test-scenarios': SOAK,
    'scripts/soak/machine.ts -> lib/simulator/test-management': SOAK,
    'test/crowds.ts -> lib/simulator/scenario-runs': SOAK,
    'test/crowds.ts -> lib/simulator/test-crowds': SOAK,
    'scripts/soak/main.ts -> lib/simulator/test-scenarios': SOAK,
    'scripts/process.mjs -> lib/db/owner-file': BEFORE_INSTALL,
    'scripts/serve.mjs -> lib/db/owner-file': BEFORE_INSTALL,
  },
};
