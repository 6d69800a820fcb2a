module.exports = require('../../jest.preset.cjs')('backend-onednn', { tfjs: true });
