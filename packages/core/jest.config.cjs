module.exports = require('../../jest.preset.cjs')('core', { tfjs: true });
