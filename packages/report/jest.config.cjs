module.exports = require('../../jest.preset.cjs')('report');
