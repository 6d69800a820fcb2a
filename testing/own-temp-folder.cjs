// Gives a test run a temporary folder of its own, which is removed with all that tests left in it.
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const names = ['TMPDIR', 'TEMP', 'TMP'];

module.exports = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gnp-tests-'));
  for (const name of names) process.env[name] = folder;
  globalThis.gnpTemporaryFolder = folder;
};
module.exports.remove = async () => {
  rmSync(globalThis.gnpTemporaryFolder, { recursive: true, force: true });
};
