/**
 * Our own lint rules, for what oxlint has no rule for. Plain JavaScript, because oxlint loads it without a loader.
 *
 *   patchbay/imports      who may import whom; the table with one sentence per boundary stands in .oxlintrc.json
 *   patchbay/no-barrel    nothing is exported twice
 *
 * `no-restricted-imports` compares what is written (`../../session/x.ts`). A boundary is about the file that is meant,
 * so this rule finds that first: `./x.ts` and `#shared/x.ts` become paths from the root, packages stay as they are.
 */
import { posix, relative, sep } from 'node:path';

/** @typedef {{ in: string[], except?: string[], only?: string[], never?: string[], allow?: string[], say: string }} Boundary */

const imports = {
  meta: { schema: false },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/');
    /** @type {Boundary[]} */
    const boundaries = context.options[0].filter(
      (boundary) => matches(file, boundary.in) && !matches(file, boundary.except),
    );
    const check = (source) => {
      if (typeof source?.value !== 'string') return;
      const target = resolve(file, source.value);
      const broken = boundaries.find((boundary) => forbids(boundary, target));
      if (broken) context.report({ node: source, message: broken.say });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument),
    };
  },
};

const noBarrel = {
  create(context) {
    const report = (node) => {
      if (!node.source) return;
      const message = 'A barrel makes import circles: let the reader import from the file that defines it.';
      context.report({ node: node.source, message });
    };
    return { ExportNamedDeclaration: report, ExportAllDeclaration: report };
  },
};

/** @param {Boundary} boundary */
function forbids(boundary, target) {
  if (matches(target, boundary.allow)) return false;
  return boundary.only ? !matches(target, boundary.only) : matches(target, boundary.never);
}

/** The path from the root (`server/runner/plan.ts`) or the name of a package (`zod`, `node:fs`). */
function resolve(file, specifier) {
  const path = specifier.replace(/[?#](raw|url|worker|inline)$/, '');
  if (path.startsWith('.')) return posix.join(posix.dirname(file), path);
  return path.replace(/^#/, '');
}

/** A pattern names a file, or all that is below it. `*` stands for any part of a name, `**` for any folders. */
function matches(path, patterns = []) {
  return patterns.some((pattern) => toRegExp(pattern).test(path));
}

const compiled = new Map();

function toRegExp(pattern) {
  const known = compiled.get(pattern);
  if (known) return known;
  const body = pattern
    .split(/(\*\*\/|\*)/)
    .map((part) => (part === '**/' ? '(?:.*/)?' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  const made = new RegExp(`^${body}(?:/.*)?$`);
  compiled.set(pattern, made);
  return made;
}

export default {
  meta: { name: 'patchbay' },
  rules: { imports, 'no-barrel': noBarrel },
};
