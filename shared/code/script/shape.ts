import { listMethods, pathOf } from './kinds.ts';
import { innerExpressions, type Expr } from './syntax.ts';

/** What is known of a value from how it is used: which fields it has, and which of them are lists. */
export interface Shape {
  isList: boolean;
  /** It is used in some way that only `any` allows. */
  isAnything: boolean;
  fields: Map<string, Shape>;
}

export const newShape = (): Shape => ({ isList: false, isAnything: false, fields: new Map() });

/**
 * Adds what an expression tells about the values of these names. What is asked whether it is there at all can be
 * anything: TypeScript would take an object's absence for impossible.
 */
export function learn(expr: Expr, shapes: ReadonlyMap<string, Shape>, isCondition = false): void {
  look(expr, shapes, isCondition ? 'anything' : 'whole');
}

type Use = 'whole' | 'list' | 'member' | 'anything';

function look(expr: Expr, shapes: ReadonlyMap<string, Shape>, use: Use): void {
  const path = pathOf(expr);
  const root = path === undefined ? undefined : shapes.get(path[0] ?? '');
  if (path !== undefined) {
    if (root !== undefined) mark(root, path.slice(1), use);
    return;
  }
  if (expr.is === 'arrow') {
    const inside = new Map([...shapes].filter(([name]) => !expr.names.includes(name)));
    for (const inner of innerExpressions(expr)) look(inner, inside, 'whole');
    return;
  }
  if (expr.is === 'call' && expr.of.is === 'member' && typeof expr.of.key === 'string') {
    look(expr.of.of, shapes, listMethods.has(expr.of.key) ? 'list' : 'member');
    for (const arg of expr.args) look(arg, shapes, 'whole');
    return;
  }
  // `(data.items || []).map(…)`
  if (expr.is === 'binary' && ['||', '??', '&&'].includes(expr.operator)) {
    look(expr.left, shapes, use === 'list' ? use : expr.operator === '&&' ? 'whole' : 'anything');
    look(expr.right, shapes, use);
    return;
  }
  if (expr.is === 'choice') {
    look(expr.condition, shapes, 'anything');
    for (const inner of [expr.then, expr.otherwise]) look(inner, shapes, use);
    return;
  }
  const isWhole = ['record', 'list', 'call', 'new', 'text', 'spread'].includes(expr.is);
  for (const inner of innerExpressions(expr)) look(inner, shapes, isWhole ? 'whole' : 'anything');
}

function mark(shape: Shape, [key, ...rest]: readonly string[], use: Use): void {
  if (key !== undefined) {
    const field = shape.fields.get(key) ?? newShape();
    shape.fields.set(key, field);
    mark(field, rest, use);
    return;
  }
  if (use === 'list') shape.isList = true;
  if (use === 'anything' || use === 'member') shape.isAnything = true;
}

/** Whether a list is anywhere in it: then it is more than `any`. */
const hasList = (shape: Shape): boolean => shape.isList || [...shape.fields.values()].some(hasList);

/** The field's own kind: `any[]` only where nothing else is done with it that a list could not bear. */
export const isPlainList = ({ isList, fields }: Shape): boolean =>
  isList && [...fields.keys()].every((key) => key === 'length');

/** Its type in TypeScript, on one line. */
export function typeText(shape: Shape): string {
  if (isPlainList(shape)) return 'any[]';
  if (shape.isList || shape.isAnything || !hasList(shape)) return 'any';
  const fields = [...shape.fields].filter(([, field]) => hasList(field));
  return `{ ${fields.map(([key, field]) => `${key}: ${typeText(field)}; `).join('')}[key: string]: any }`;
}

/** The shape at the end of a path; undefined when nothing is known of it. */
export function shapeAt(shape: Shape, [key, ...rest]: readonly string[]): Shape | undefined {
  if (key === undefined) return shape;
  const field = shape.fields.get(key);
  return field === undefined ? undefined : shapeAt(field, rest);
}

/** Whether it is used as an object with fields, so that it can have a type with a name. */
export const isInterface = ({ isList, isAnything, fields }: Shape): boolean =>
  !isList && !isAnything && fields.size > 0;
