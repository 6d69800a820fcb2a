import { enableProdMode } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs';
import { run } from './program.js';

enableProdMode(); // no greeting, no checks of every value
process.exitCode = await run(process.argv.slice(2));
