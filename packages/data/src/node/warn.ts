/** Says what is odd, but no error: a warning of Node.js, which it prints and which programs can listen to. */
export const warn = (message: string): void => process.emitWarning(message, 'DatasetWarning');
