module.exports = require('./own-temp-folder.cjs').remove;
