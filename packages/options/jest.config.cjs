module.exports = require('../../jest.preset.cjs')('options');
