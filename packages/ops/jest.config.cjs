module.exports = require('../../jest.preset.cjs')('ops', { tfjs: true });
