module.exports = require('../../jest.preset.cjs')('conformance', { tfjs: true });
