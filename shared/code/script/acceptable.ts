import { globalKind, memberKind, pathOf, Refused, type Kind, type Names } from './kinds.ts';
import type { Expr } from './syntax.ts';

/**
 * Whether strict TypeScript takes an expression as it stands, over data that is `any`. It errs on the careful side: what it
 * does not know well it refuses, and then the line gets a `@ts-ignore`, which a line without a mistake may have as well.
 */
export function isAcceptable(expr: Expr, names: Names, isCondition = false): boolean {
  try {
    if (isCondition) asCondition(expr, names);
    else kindOf(expr, names);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

function kindOf(expr: Expr, names: Names): Kind {
  switch (expr.is) {
    case 'constant':
      return expr.type === 'null' ? 'other' : expr.type;
    case 'name':
      if (expr.name === 'undefined') return 'other';
      return names.kindOf([expr.name]) ?? refuse(expr.name);
    case 'member':
      return ofMember(expr, names);
    case 'call':
      return ofCall(expr, names);
    case 'new':
      if (expr.of.is !== 'name' || expr.of.name !== 'Date' || expr.args.length > 1) return refuse('new');
      for (const arg of expr.args) oneOf(kindOf(arg, names), ['any', 'string', 'number']);
      return 'date';
    case 'unary':
      return ofUnary(expr.operator, expr.value, names);
    case 'binary':
      return ofBinary(expr, names);
    case 'choice':
      asCondition(expr.condition, names);
      return either(kindOf(expr.then, names), kindOf(expr.otherwise, names));
    case 'list':
      for (const item of expr.items) asItem(item, names);
      return 'other';
    case 'record':
      for (const value of expr.values) asItem(value, names);
      return 'other';
    case 'text':
      for (const value of expr.values) kindOf(value, names);
      return 'string';
    case 'spread':
    case 'regex':
    case 'arrow':
      return refuse(expr.is);
  }
}

/** In a list, a record or a call, where `...` may stand before it. */
function asItem(expr: Expr, names: Names): void {
  if (expr.is === 'spread') oneOf(kindOf(expr.value, names), ['any', 'list', 'other']);
  else kindOf(expr, names);
}

function ofMember({ of, key }: Extract<Expr, { is: 'member' }>, names: Names): Kind {
  if (typeof key !== 'string') {
    const kind = kindOf(of, names);
    oneOf(kindOf(key, names), ['any', 'string', 'number']);
    return oneOf(kind, ['any', 'list']) && 'any';
  }
  const path = pathOf({ is: 'member', of, key });
  const known = path === undefined ? undefined : names.kindOf(path);
  return known ?? memberKind(kindOf(of, names), key, false);
}

function ofCall({ of, args }: Extract<Expr, { is: 'call' }>, names: Names): Kind {
  const path = pathOf(of);
  const isOurs = path !== undefined && names.kindOf(path.slice(0, 1)) !== undefined;
  const global = path === undefined || isOurs ? undefined : globalKind(path);
  if (global !== undefined) {
    for (const arg of args) asItem(arg, names);
    return global;
  }
  if (of.is !== 'member' || typeof of.key !== 'string') {
    for (const arg of args) asItem(arg, names);
    return oneOf(kindOf(of, names), ['any']);
  }
  const base = kindOf(of.of, names);
  const kind = memberKind(base, of.key, true);
  for (const arg of args) {
    if (arg.is === 'arrow' && base === 'list') ofArrow(arg, names);
    else asItem(arg, names);
  }
  return kind;
}

/** Given to a method of a list of anything: its parameters are `any`. */
function ofArrow({ names: own, defaults, body }: Extract<Expr, { is: 'arrow' }>, names: Names): void {
  for (const value of defaults) kindOf(value, names);
  kindOf(body, { kindOf: ([first = '', ...rest]) => (own.includes(first) ? 'any' : names.kindOf([first, ...rest])) });
}

function ofUnary(operator: string, value: Expr, names: Names): Kind {
  if (operator === '!') {
    asCondition(value, names);
    return 'boolean';
  }
  const kind = kindOf(value, names);
  if (operator === 'typeof') return 'string';
  if (operator === 'void') return 'other';
  return oneOf(kind, ['any', 'number']) && 'number';
}

function ofBinary({ operator, left, right }: Extract<Expr, { is: 'binary' }>, names: Names): Kind {
  switch (operator) {
    case '&&':
    case '||':
      asCondition(left, names);
      return either(kindOf(left, names), kindOf(right, names));
    case '??':
      // What is never null or undefined needs no other value, says TypeScript.
      return either(oneOf(kindOf(left, names), ['any', 'list']), kindOf(right, names));
    case '===':
    case '!==':
    case '==':
    case '!=':
      return comparable(left, right, names);
    case '<':
    case '>':
    case '<=':
    case '>=':
      same(kindOf(left, names), kindOf(right, names), ['string', 'number']);
      return 'boolean';
    case '+':
      return plus(kindOf(left, names), kindOf(right, names));
    case 'in':
    case 'instanceof':
      return refuse(operator);
    default:
      oneOf(kindOf(left, names), ['any', 'number']);
      return oneOf(kindOf(right, names), ['any', 'number']) && 'number';
  }
}

function comparable(left: Expr, right: Expr, names: Names): Kind {
  const kinds = [kindOf(left, names), kindOf(right, names)] as const;
  const isEmpty = (expr: Expr): boolean =>
    (expr.is === 'constant' && expr.type === 'null') || (expr.is === 'name' && expr.name === 'undefined');
  const isFixed = (expr: Expr): boolean =>
    expr.is === 'constant' || (expr.is === 'unary' && expr.operator === 'typeof');
  if (isFixed(left) && isFixed(right)) return refuse('two constants');
  if (!isEmpty(left) && !isEmpty(right)) same(...kinds, ['string', 'number', 'boolean']);
  return 'boolean';
}

function plus(left: Kind, right: Kind): Kind {
  if (left === 'string' || right === 'string') {
    oneOf(left, ['any', 'string', 'number', 'boolean', 'list']);
    oneOf(right, ['any', 'string', 'number', 'boolean', 'list']);
    return 'string';
  }
  oneOf(left, ['any', 'number']);
  oneOf(right, ['any', 'number']);
  return left === 'number' && right === 'number' ? 'number' : 'any';
}

/** TypeScript says so when a condition is always the same. */
function asCondition(expr: Expr, names: Names): void {
  if (['constant', 'list', 'record', 'text', 'regex', 'arrow', 'new'].includes(expr.is)) refuse(expr.is);
  kindOf(expr, names);
}

const either = (one: Kind, other: Kind): Kind =>
  one === other
    ? one
    : one === 'any' || other === 'any'
      ? 'any'
      : one === 'list' && other === 'other'
        ? 'list'
        : 'other';

/** Both the same, or one of them anything. */
function same(one: Kind, other: Kind, allowed: readonly Kind[]): void {
  oneOf(one, ['any', ...allowed]);
  oneOf(other, ['any', ...allowed]);
  if (one !== other && one !== 'any' && other !== 'any') refuse('different kinds');
}

function oneOf(kind: Kind, allowed: readonly Kind[]): Kind {
  return allowed.includes(kind) ? kind : refuse(kind);
}

function refuse(what: string): never {
  throw new Refused(what);
}
