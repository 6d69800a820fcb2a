module.exports = require('../../jest.preset.cjs')('optim', { tfjs: true });
