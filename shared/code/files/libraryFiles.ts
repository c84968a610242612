import { literal } from '../literal.ts';
import { commented } from '../naming.ts';
import { patternText } from '../../flow/pattern.ts';
import { grpcProto } from '../../transports/grpcContract.ts';
import { callFiles } from '../library/calls.ts';
import { grpcHealthPath, grpcHealthProto } from '../library/grpcHealth.ts';
import type { LibraryFile } from '../library/file.ts';
import { filterFiles } from '../library/filters.ts';
import { grpcFiles } from '../library/grpc.ts';
import { handlerFiles } from '../library/handlers.ts';
import { mqttFiles } from '../library/mqtt.ts';
import { refusingPolicyFiles } from '../library/refusingPolicies.ts';
import { balancedClientFiles } from '../library/balancedClient.ts';
import { registryFiles } from '../library/registry.ts';
import { repeatingPolicyFiles } from '../library/repeatingPolicies.ts';
import type { ProjectPlan } from '../plan.ts';
import { isInterface, isPlainList, typeText, type Shape } from '../script/shape.ts';

const all: readonly LibraryFile[] = [
  ...callFiles,
  ...filterFiles,
  ...grpcFiles,
  ...handlerFiles,
  ...mqttFiles,
  ...refusingPolicyFiles,
  ...balancedClientFiles,
  ...registryFiles,
  ...repeatingPolicyFiles,
];

export interface LibraryParts {
  plan: ProjectPlan;
  shapes: ReadonlyMap<string, Shape>;
  /** What the applications import from it. */
  used: ReadonlySet<string>;
}

/** The shared library: patterns, types of data, and those of its files that something needs. By path below libs/shared. */
export function libraryFiles({ plan, shapes, used }: LibraryParts): Record<string, string> {
  const needed = filesFor(used);
  const files = new Map([
    ['patterns', patternsText(plan)],
    ['dto', dtoText(plan, shapes)],
    ...needed.map(({ path, text }) => [path, text] as const),
  ]);
  const index = [...files.keys()].sort().map((path) => `export * from './${path}.js';`);
  return Object.fromEntries([
    ['src/index.ts', `${index.join('\n')}\n`],
    ...[...files].map(([path, text]) => [`src/${path}.ts`, text]),
    ...(plan.services.some(({ grpc }) => grpc !== undefined)
      ? [[grpcHealthPath.replace('libs/shared/', ''), grpcHealthProto]]
      : []),
    ...plan.services.flatMap(({ grpc }) =>
      grpc === undefined ? [] : [[grpc.path.replace('libs/shared/', ''), grpcProto(grpc.contract)]],
    ),
  ]);
}

function filesFor(used: ReadonlySet<string>): LibraryFile[] {
  const found = new Set<LibraryFile>();
  const add = (name: string): void => {
    const file = all.find(({ exports }) => exports.includes(name));
    if (file === undefined || found.has(file)) return;
    found.add(file);
    file.needs.forEach(add);
  };
  used.forEach(add);
  return all.filter((file) => found.has(file));
}

function patternsText({ patterns }: ProjectPlan): string {
  const lines = patterns.map(({ key, pattern }) => `  ${key}: ${literal(pattern)},`);
  return `/** What messages are addressed to, the same for those who send and those who answer. */
export const Patterns = {${lines.length === 0 ? '' : `\n${lines.join('\n')}\n`}} as const;
`;
}

function dtoText({ patterns }: ProjectPlan, shapes: ReadonlyMap<string, Shape>): string {
  const types = patterns.flatMap(({ key, dto, pattern }) => {
    const shape = shapes.get(key);
    if (shape === undefined || !isInterface(shape)) return [];
    const fields = [...shape.fields].map(
      ([field, inner]) => `  ${field}: ${isPlainList(inner) ? 'any[]' : typeText(inner)};`,
    );
    return [
      `/** The data of ${commented(patternText(pattern))}, as far as its handlers look at it. */\n` +
        `export interface ${dto} {\n${fields.join('\n')}\n  [field: string]: any;\n}\n`,
    ];
  });
  return types.length === 0 ? 'export {};\n' : types.join('\n');
}
