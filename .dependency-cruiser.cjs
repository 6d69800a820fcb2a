/** No circles of imports, of values or of types; what runs in browsers takes nothing of Node; and what another
 * native backend could use knows of no library. */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'browsers-have-no-node',
      severity: 'error',
      from: { path: '^packages/(data|trainer)/src/(?!node/)', pathNot: '[.]spec[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'portable-is-free-of-onednn',
      severity: 'error',
      from: { path: '^packages/backend-onednn/src/portable/' },
      to: { path: '^packages/', pathNot: '^packages/backend-onednn/src/portable/' },
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
