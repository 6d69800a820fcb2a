import { enableProdMode } from '@tensorflow/tfjs-core';
// its gradients, layers and kernels, for whoever imports this module
import '@tensorflow/tfjs';

enableProdMode(); // no greeting, no checks of every value
