import '../tensorflow.js';
import { cpus, totalmem } from 'node:os';
import { describeBackends } from '@gnp/backends';
import type { BackendStatus } from '@gnp/backends';
import { version_core as tfjsVersion } from '@tensorflow/tfjs-core';
import { formatBytes } from '../terminal/format-bytes.js';
import { printListing } from '../terminal/listing.js';
import type { ListingFlags } from '../terminal/listing.js';
import { styleOf } from '../terminal/style.js';
import { renderRows } from '../terminal/summary.js';
import { gnpVersion } from '../versions.js';

/** `gnp doctor`: what this machine offers, and what would make training faster. */
export async function doctorCommand(flags: ListingFlags): Promise<number> {
  const processors = cpus();
  const machine = {
    gnp: gnpVersion,
    tensorflowJs: tfjsVersion,
    node: process.versions.node,
    platform: process.platform,
    architecture: process.arch,
    processor: processors[0]?.model.trim() ?? 'unknown',
    processors: processors.length,
    memoryBytes: totalmem(),
  };
  const backends = await describeBackends();
  printListing(
    {
      text: () => [machineRows(machine), '', ...backends.map(backendLines)],
      json: () => ({ ...machine, backends }),
      quiet: () => backends.filter(({ available }) => available).map(({ name }) => name),
    },
    flags,
  );
  return 0;
}

interface Machine {
  readonly gnp: string;
  readonly tensorflowJs: string;
  readonly node: string;
  readonly platform: string;
  readonly architecture: string;
  readonly processor: string;
  readonly processors: number;
  readonly memoryBytes: number;
}

function machineRows(machine: Machine): string {
  const rows: [string, string][] = [
    ['gnp', machine.gnp],
    ['TensorFlow.js', machine.tensorflowJs],
    ['Node.js', `${machine.node} on ${machine.platform} ${machine.architecture}`],
    ['processor', `${machine.processors} × ${machine.processor}`],
    ['memory', formatBytes(machine.memoryBytes)],
  ];
  return renderRows(rows, styleOf(process.stdout));
}

function backendLines({ available, name, version, description, ...missing }: BackendStatus) {
  const { bold, dim, green } = styleOf(process.stdout);
  const mark = available ? green('found  ') : dim('missing');
  const lines = [`${mark}  ${bold(name)}${version ? ` ${version}` : ''}: ${description}`];
  if (!available && missing.reason) lines.push(`         ${missing.reason}`);
  if (!available && missing.install) lines.push(`         get it: ${missing.install}`);
  return lines.join('\n');
}
