import type { ProjectPlan } from '../plan.ts';
import { transportCode } from '../transports/index.ts';
import { hasDtos } from './dtoFile.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** What `nest new`, `nest g app` and `nest g library` of Nest 12 make of a workspace. */
export function workspaceFiles(plan: ProjectPlan): Record<string, string> {
  const files: Record<string, string> = {
    'package.json': json(packageJson(plan)),
    'nest-cli.json': json(nestCli(plan)),
    'tsconfig.json': json(tsconfig(plan)),
    'vitest.config.ts': vitestConfig('**/*.spec.ts'),
    'vitest.config.e2e.ts': vitestConfig('**/*.e2e-spec.ts'),
    '.prettierrc': json({ singleQuote: true, trailingComma: 'all', printWidth: 100 }),
    '.gitignore': 'node_modules\ndist\ncerts\n.env\n*.tsbuildinfo\n',
    'libs/shared/tsconfig.lib.json': json(projectTsconfig('libs/shared', true)),
  };
  for (const { name } of plan.services) {
    files[`apps/${name}/tsconfig.app.json`] = json(projectTsconfig(`apps/${name}`, false));
  }
  return files;
}

function packageJson(plan: ProjectPlan): object {
  const transports = new Set([
    ...plan.services.flatMap(({ service }) => Object.values(service.listeners).map(({ transport }) => transport)),
    ...plan.brokers.map(({ broker }) => broker.transport),
  ]);
  const packages = Object.assign(
    {},
    ...[...transports].map((transport) => transportCode(transport).packages),
  ) as object;
  const hasPolicies = Object.values(plan.flow.wires).some(({ policies = {} }) => Object.keys(policies).length > 0);
  const starts = plan.services.map(({ name }) => [`start:${name}`, `node dist/apps/${name}/apps/${name}/src/main.js`]);
  return {
    name: plan.name,
    version: '0.0.1',
    private: true,
    license: 'UNLICENSED',
    type: 'module',
    engines: { node: '>=20.19' },
    scripts: {
      build: plan.services.map(({ name }) => `nest build ${name}`).join(' && ') || 'tsc --noEmit',
      typecheck: 'tsc --noEmit',
      format: 'prettier --write "apps/**/*.ts" "libs/**/*.ts"',
      ...Object.fromEntries(starts),
      test: 'vitest run --passWithNoTests',
      'test:e2e': 'vitest run --config ./vitest.config.e2e.ts --passWithNoTests',
    },
    dependencies: sorted({
      '@nestjs/common': '^12.5.0',
      '@nestjs/core': '^12.5.0',
      '@nestjs/microservices': '^12.1.0',
      '@nestjs/platform-express': '^12.5.0',
      '@nestjs/terminus': '^12.1.0',
      'reflect-metadata': '^0.2.2',
      rxjs: '^7.8.2',
      ...(hasPolicies ? { cockatiel: '^3.2.1' } : {}),
      ...(hasValidation(plan) ? { 'class-transformer': '^0.5.1', 'class-validator': '^0.15.1' } : {}),
      ...packages,
    }),
    devDependencies: {
      '@nestjs/cli': '^12.0.0',
      '@nestjs/schematics': '^12.0.0',
      '@types/express': '^5.0.0',
      '@types/node': '^20.19.0',
      prettier: '^3.4.2',
      typescript: '^6.0.2',
      vitest: '^4.1.2',
    },
  };
}

/** Nest's ValidationPipe, and the classes that it checks, need two packages. */
const hasValidation = ({ services }: ProjectPlan): boolean =>
  services.some((plan) => plan.service.validation === true || hasDtos(plan));

const sorted = (record: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

function nestCli({ services }: ProjectPlan): object {
  const [first] = services;
  const apps = services.map(({ name }) => [
    name,
    {
      type: 'application',
      root: `apps/${name}`,
      entryFile: 'main',
      sourceRoot: `apps/${name}/src`,
      compilerOptions: { tsConfigPath: `apps/${name}/tsconfig.app.json` },
    },
  ]);
  const library = {
    type: 'library',
    root: 'libs/shared',
    entryFile: 'index',
    sourceRoot: 'libs/shared/src',
    compilerOptions: { tsConfigPath: 'libs/shared/tsconfig.lib.json' },
  };
  return {
    $schema: 'https://json.schemastore.org/nest-cli',
    collection: '@nestjs/schematics',
    monorepo: true,
    ...(first === undefined ? {} : { root: `apps/${first.name}`, sourceRoot: `apps/${first.name}/src` }),
    compilerOptions: {
      deleteOutDir: true,
      builder: 'tsc',
      ...(first === undefined ? {} : { tsConfigPath: `apps/${first.name}/tsconfig.app.json` }),
    },
    projects: Object.fromEntries([...apps, ['shared', library]]),
  };
}

function tsconfig({ services }: ProjectPlan): object {
  return {
    compilerOptions: {
      module: 'nodenext',
      moduleResolution: 'nodenext',
      resolvePackageJsonExports: true,
      esModuleInterop: true,
      isolatedModules: true,
      declaration: true,
      removeComments: true,
      emitDecoratorMetadata: true,
      experimentalDecorators: true,
      allowSyntheticDefaultImports: true,
      target: 'ES2023',
      sourceMap: true,
      outDir: './dist',
      rootDir: '.',
      incremental: true,
      skipLibCheck: true,
      strict: true,
      types: ['vitest/globals', 'node'],
      paths: { '@app/shared': ['./libs/shared/src/index.ts'], '@app/shared/*': ['./libs/shared/src/*'] },
    },
    include: [...services.map(({ name }) => `apps/${name}/src`), 'libs/shared/src', 'test'],
  };
}

function projectTsconfig(root: string, declaration: boolean): object {
  return {
    extends: '../../tsconfig.json',
    compilerOptions: { declaration, incremental: false, rootDir: '../..', outDir: `../../dist/${root}` },
    include: ['src/**/*'],
    exclude: ['node_modules', 'dist', 'test', '**/*spec.ts'],
  };
}

const vitestConfig = (include: string): string => `import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: { '@app/shared': fileURLToPath(new URL('./libs/shared/src/index.ts', import.meta.url)) },
  },
  test: {
    globals: true,
    root: './',
    include: ['${include}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
`;
