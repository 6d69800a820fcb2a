import '../tensorflow.js';
import { cpus, totalmem } from 'node:os';
import { describeBackends } from '@gnp/backends';
import { version_core as tfjsVersion } from '@tensorflow/tfjs-core';
import { styleOf } from '../terminal/style.js';
import { renderRows } from '../terminal/summary.js';
import { gnpVersion } from '../versions.js';

/** `gnp doctor`: what this machine offers, and what would make training faster. */
export async function doctorCommand(): Promise<number> {
  const style = styleOf(process.stdout);
  const processors = cpus();
  const rows: [string, string][] = [
    ['gnp', gnpVersion],
    ['TensorFlow.js', tfjsVersion],
    ['Node.js', `${process.versions.node} on ${process.platform} ${process.arch}`],
    ['processor', `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`],
    ['memory', `${(totalmem() / 2 ** 30).toFixed(1)} GiB`],
  ];
  console.log(renderRows(rows, style));
  console.log('');
  for (const backend of await describeBackends()) {
    const mark = backend.available ? style.green('found  ') : style.dim('missing');
    const version = backend.version ? ` ${backend.version}` : '';
    console.log(`${mark}  ${style.bold(backend.name)}${version}: ${backend.description}`);
    if (!backend.available && backend.reason) console.log(`         ${backend.reason}`);
    if (!backend.available && backend.install) console.log(`         get it: ${backend.install}`);
  }
  return 0;
}
