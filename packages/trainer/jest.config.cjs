module.exports = require('../../jest.preset.cjs')('trainer', { tfjs: true });
