import { defineConfig } from 'oxlint';
import type { OxlintOverride } from 'oxlint';

/** Which folders of `lambdas/` a folder may import from: functions → web, mail, adapters → app → domain. */
const directions: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  app: ['domain'],
  i18n: ['domain'],
  adapters: ['domain', 'app'],
  mail: ['domain', 'app', 'i18n'],
  web: ['domain', 'app', 'i18n'],
  functions: ['domain', 'app', 'i18n', 'adapters', 'mail', 'web'],
};

const folders = [...Object.keys(directions), 'bin', 'lib', 'local', 'bench', 'test'];

/** What `lib/` may import from `lambdas/`: names, and the check of the organisation that goes into the bundles. */
const namesForLib = [
  'functions/environment.ts',
  'functions/metrics.ts',
  'functions/clients.ts',
  'adapters/dynamodb/schema.ts',
  'adapters/dynamodb/changes.ts',
  'app/ports/log.ts',
  'web/routes.ts',
  'domain/organisation/organisation-file.ts',
  'domain/need/workflow.ts',
  'domain/limits.ts',
  'domain/correction.ts',
  'domain/accessibility.ts',
];

interface Pattern {
  readonly regex?: string;
  readonly group?: string[];
  readonly message: string;
}

const restrictImports = (files: string, ...patterns: Pattern[]): OxlintOverride => ({
  files: [files],
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

const keepDirections = [
  ...Object.entries(directions).map(([folder, open]) =>
    restrictImports(
      `lambdas/${folder}/**`,
      {
        regex: `^(\\.\\./)+(${folders.filter((other) => other !== folder && !open.includes(other)).join('|')})/`,
        message: `${folder} may import only from ${[folder, ...open].join(', ')}`,
      },
      ...(folder === 'domain'
        ? [
            {
              regex: '^([^.z]|z[^o]|zo[^d]|zod[^/]|zo?$|zod/?$|zod/[^m])',
              message: 'the domain imports zod/mini and nothing else',
            },
          ]
        : []),
    ),
  ),
  restrictImports('lib/**', {
    group: ['**/lambdas/**', ...namesForLib.map((name) => `!**/lambdas/${name}`)],
    message: `lib takes only names from lambdas: ${namesForLib.join(', ')}`,
  }),
];

export default defineConfig({
  ignorePatterns: ['cdk.out/', '.local/', '.stryker-tmp/', 'coverage/', '**/*.cjs'],
  plugins: ['typescript', 'import'],
  options: { typeAware: true, typeCheck: true, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'error' },
  rules: {
    /* It reads a script that is imported as text. */
    'import/default': 'off',
    'max-params': ['error', { max: 4 }],
    'no-array-constructor': 'error',
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    'no-useless-constructor': 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    'prefer-rest-params': 'error',
    'prefer-spread': 'error',
    'typescript/ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
    'typescript/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    'typescript/no-deprecated': 'error',
    'typescript/no-dynamic-delete': 'error',
    'typescript/no-empty-object-type': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-extraneous-class': 'error',
    'typescript/no-generated-empty-object-type': 'error',
    'typescript/no-invalid-void-type': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-mixed-enums': 'error',
    'typescript/no-namespace': 'error',
    'typescript/no-non-null-asserted-nullish-coalescing': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-require-imports': 'error',
    'typescript/no-unnecessary-boolean-literal-compare': 'error',
    'typescript/no-unnecessary-condition': 'error',
    'typescript/no-unnecessary-template-expression': 'error',
    'typescript/no-unnecessary-type-arguments': 'error',
    'typescript/no-unnecessary-type-assertion': 'error',
    'typescript/no-unnecessary-type-constraint': 'error',
    'typescript/no-unnecessary-type-conversion': 'error',
    'typescript/no-unnecessary-type-parameters': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-function-type': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/prefer-promise-reject-errors': 'error',
    'typescript/prefer-reduce-type-parameter': 'error',
    'typescript/prefer-return-this-type': 'error',
    'typescript/related-getter-setter-pairs': 'error',
    /* Strings are sorted by their code units, as they are meant to be here. */
    'typescript/require-array-sort-compare': 'off',
    'typescript/require-await': 'error',
    'typescript/restrict-plus-operands': [
      'error',
      {
        allowAny: false,
        allowBoolean: false,
        allowNullish: false,
        allowNumberAndString: false,
        allowRegExp: false,
      },
    ],
    'typescript/restrict-template-expressions': ['error', { allowNumber: true }],
    'typescript/return-await': ['error', 'error-handling-correctness-only'],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/unified-signatures': 'error',
    'typescript/use-unknown-in-catch-callback-variable': 'error',
  },
  overrides: [
    {
      files: ['**/*.{ts,tsx}'],
      /* What is handed to `describe` is no function to be read as one. */
      excludeFiles: ['test/**/*.test.{ts,tsx}'],
      rules: { 'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }] },
    },
    {
      files: ['lambdas/**'],
      /* package.json says of every module that it does nothing by being imported: a bundle leaves out one of which it uses nothing. */
      rules: { 'import/no-unassigned-import': 'error' },
    },
    {
      files: ['test/end-to-end/**'],
      rules: {
        'no-restricted-globals': [
          'error',
          { name: 'fetch', message: 'fetchByContract holds what is asked and answered against the contract' },
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
    ...keepDirections,
    {
      files: ['lambdas/**/*.{ts,tsx}'],
      excludeFiles: ['lambdas/functions/log.ts'],
      rules: { 'no-console': 'error' },
    },
  ],
});
