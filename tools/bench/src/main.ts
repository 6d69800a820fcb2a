import { benchTrainStep } from './train-step.js';

benchTrainStep();
