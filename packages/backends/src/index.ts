export type { BackendStatus, Precision, UseBackendOptions } from './backend-candidate.js';
export { describeBackends } from './describe-backends.js';
export { registerTrainingGradients } from './gradients/register-training-gradients.js';
export { profileKernels } from './profile/profile-kernels.js';
export type { KernelCost, KernelProfile } from './profile/profile-kernels.js';
export { useBackend } from './use-backend.js';
export type { BackendReport } from './use-backend.js';
export { registerTrainingKernels } from './wasm/register-training-kernels.js';
export type { TrainingKernelOptions } from './wasm/register-training-kernels.js';
