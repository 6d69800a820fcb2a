// Loads TensorFlow.js with its gradients and layers; IS_TEST silences its greeting and makes its
// engine check every kernel for leaked memory.
require('@tensorflow/tfjs');
require('@tensorflow/tfjs-core').env().set('IS_TEST', true);
