export type { Config } from './config/schema.js';
export { run } from './program.js';
