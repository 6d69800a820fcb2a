// Loads TensorFlow.js with its gradients and layers, without the greeting that it prints in Node.
require('@tensorflow/tfjs').enableProdMode();
