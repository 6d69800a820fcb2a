module.exports = require('../../jest.preset.cjs')('backends', { tfjs: true });
