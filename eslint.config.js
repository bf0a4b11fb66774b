import tseslint from 'typescript-eslint';

/** Which rooms a room of `lambdas/` may look into: functions → web, mail, adapters → app → domain. */
const rooms = {
  domain: [],
  app: ['domain'],
  i18n: ['domain'],
  adapters: ['domain', 'app'],
  mail: ['domain', 'app', 'i18n'],
  web: ['domain', 'app', 'i18n'],
};
const all = [...Object.keys(rooms), 'functions'];

const directions = Object.entries(rooms).map(([room, open]) => ({
  files: [`lambdas/${room}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${all.filter((other) => other !== room && !open.includes(other)).join('|')})/`,
            message: `${room} may import only from ${[room, ...open].join(', ')}`,
          },
          ...(room === 'domain'
            ? [{ regex: '^(?!\\.|zod/mini$)', message: 'the domain imports zod and nothing else' }]
            : []),
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['cdk.out/', '.local/', '.stryker-tmp/', 'coverage/', 'node_modules/'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['lambdas/{domain,app,adapters,web,mail}/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'the clock is handed in',
        },
      ],
    },
  },
  {
    files: ['test/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'vitest', importNames: ['it'], message: 'say test' }] },
      ],
    },
  },
  ...directions,
);
