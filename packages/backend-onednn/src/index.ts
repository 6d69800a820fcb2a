import { registerOnednn } from './register.js';

registerOnednn();

export { OnednnBackend } from './backend.js';
export type { OnednnMemory } from './backend.js';
export { OnednnError, OnednnMemoryError, OnednnUnavailableError } from './errors.js';
export type { LoadAttempt } from './errors.js';
export type { FallbackCount } from './fallbacks.js';
export { findOnednn } from './find-onednn.js';
export type { OnednnStatus } from './find-onednn.js';
export { backendName } from './register.js';
export { addScaled } from './fused/add-scaled.js';
export { batchNormTraining } from './fused/batch-norm.js';
export type { BatchNormOptions, BatchNormResult } from './fused/batch-norm.js';
export { gelu } from './fused/gelu.js';
export type { GeluOptions } from './fused/gelu.js';
export { layerNorm } from './fused/layer-norm.js';
export { softmaxCrossEntropy } from './fused/softmax-cross-entropy.js';
