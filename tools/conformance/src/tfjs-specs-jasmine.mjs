// Puts jasmine's functions where TensorFlow.js's specs expect them; imported before the specs.
import jasmineRequire from 'jasmine-core';

const jasmine = jasmineRequire.boot(jasmineRequire);
Object.assign(globalThis, jasmineRequire.interface(jasmine, jasmine.getEnv()), { jasmine });
