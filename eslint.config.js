import { builtinRules } from 'eslint/use-at-your-own-risk';
import tseslint from 'typescript-eslint';

/** Which folders of `lambdas/` a folder may import from: functions → web, mail, adapters → app → domain. */
const directions = {
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

const restrictImports = (files, ...patterns) => ({
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
        ? [{ regex: '^(?!\\.|zod/mini$)', message: 'the domain imports zod/mini and nothing else' }]
        : []),
    ),
  ),
  restrictImports('lib/**', {
    regex: `^(\\.\\./)+lambdas/(?!(${namesForLib.join('|').replaceAll('.', '\\.')})$)`,
    message: `lib takes only names from lambdas: ${namesForLib.join(', ')}`,
  }),
];

/** What a call is a call of: `describe` also of `describe.each(…)(…)`. */
function calledIn(node) {
  const inner = node.callee ?? node.tag ?? node.object;
  return inner ? calledIn(inner) : node.name;
}

const maxLines = builtinRules.get('max-lines-per-function');
/** `max-lines-per-function`, but for what is handed to `describe`: its tests are read one by one. */
const shortFunctions = {
  ...maxLines,
  create: (context) =>
    maxLines.create(
      Object.create(context, {
        report: {
          value: (found) => {
            const { parent } = found.node;
            if (parent.type !== 'CallExpression' || calledIn(parent) !== 'describe') context.report(found);
          },
        },
      }),
    ),
};

/** package.json says so of every module: a bundle leaves out one of which it uses nothing. */
const noSideEffects = {
  selector: 'ImportDeclaration[specifiers.length=0]',
  message: 'a module does nothing by being imported ("sideEffects" in package.json)',
};

export default tseslint.config(
  { ignores: ['cdk.out/', '.local/', '.stryker-tmp/', 'coverage/', 'node_modules/'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      /* There are no enums (erasableSyntaxOnly), and nothing stands in for a class of ours. To look for both takes a tenth of the time. */
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
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
    files: ['**/*.{ts,tsx}'],
    plugins: { here: { rules: { 'short-functions': shortFunctions } } },
    rules: {
      '@typescript-eslint/max-params': ['error', { max: 4 }],
      'here/short-functions': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['lambdas/**'],
    rules: { 'no-restricted-syntax': ['error', noSideEffects] },
  },
  {
    files: ['lambdas/{domain,app,adapters,web,mail}/**'],
    /* In a browser nobody hands in a clock. */
    ignores: ['lambdas/web/client/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        noSideEffects,
        {
          selector:
            "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'the clock is handed in',
        },
        {
          selector:
            "BinaryExpression[operator='instanceof'][right.name=/^(StoreBusy|StoreOutOfReach|UnreadableNeed)$/]",
          message:
            'a file that is loaded later has a class of its own: ask isBusy, isOutOfReach or isUnreadable',
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
  {
    files: ['test/end-to-end/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'fetchByContract holds what is asked and answered against the contract' },
      ],
    },
  },
  ...keepDirections,
  {
    files: ['lambdas/**/*.{ts,tsx}'],
    ignores: ['lambdas/functions/log.ts'],
    rules: { 'no-console': 'error' },
  },
);
