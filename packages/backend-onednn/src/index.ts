import { registerOnednn } from './register.js';

registerOnednn();

export { OnednnBackend } from './backend.js';
export type { Precision } from './backend.js';
export type { Grain } from './engine/grain.js';
export { Storage } from './portable/storage.js';
export type { OnednnMemory } from './backend.js';
export { OnednnError, OnednnMemoryError, OnednnUnavailableError } from './errors.js';
export type { LoadAttempt, MemoryShortage } from './errors.js';
export type { FallbackCount } from './kernel-support/fallbacks.js';
export { findOnednn } from './find-onednn.js';
export type { OnednnStatus } from './find-onednn.js';
export { freeMemory } from './memory/system-memory.js';
export { backendName } from './register.js';
