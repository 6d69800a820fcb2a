/** No circles of imports, of values or of types. */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      conditionNames: ['@gnp/source', 'import', 'default'],
      exportsFields: ['exports'],
    },
    exclude: { path: '(^|/)(node_modules|dist|out-tsc)/' },
  },
};
