/** An expression as a tree: what the generator must know of it to write it into TypeScript. */
export type Expr =
  | { is: 'constant'; type: 'string' | 'number' | 'boolean' | 'null' }
  | { is: 'name'; name: string }
  | { is: 'member'; of: Expr; key: string | Expr }
  | { is: 'call'; of: Expr; args: Expr[] }
  | { is: 'new'; of: Expr; args: Expr[] }
  | { is: 'unary'; operator: string; value: Expr }
  | { is: 'binary'; operator: string; left: Expr; right: Expr }
  | { is: 'choice'; condition: Expr; then: Expr; otherwise: Expr }
  | { is: 'list'; items: Expr[] }
  /** Values, and keys that are computed. */
  | { is: 'record'; values: Expr[] }
  | { is: 'spread'; value: Expr }
  | { is: 'text'; values: Expr[] }
  | { is: 'regex' }
  /** `defaults`: what stands behind `=` in its parameters. */
  | { is: 'arrow'; names: string[]; isDestructured: boolean; defaults: Expr[]; body: Expr };

/** The expressions directly inside. */
export function innerExpressions(expr: Expr): readonly Expr[] {
  switch (expr.is) {
    case 'constant':
    case 'name':
    case 'regex':
      return [];
    case 'member':
      return typeof expr.key === 'string' ? [expr.of] : [expr.of, expr.key];
    case 'call':
    case 'new':
      return [expr.of, ...expr.args];
    case 'unary':
    case 'spread':
      return [expr.value];
    case 'binary':
      return [expr.left, expr.right];
    case 'choice':
      return [expr.condition, expr.then, expr.otherwise];
    case 'list':
      return expr.items;
    case 'record':
    case 'text':
      return expr.values;
    case 'arrow':
      return [...expr.defaults, expr.body];
  }
}

/** Visits every name that is read and not a parameter of an arrow around it. */
export function walkNames(expr: Expr, visit: (name: string) => void, own: ReadonlySet<string> = new Set()): void {
  if (expr.is === 'name' && !own.has(expr.name)) visit(expr.name);
  const inside = expr.is === 'arrow' ? new Set([...own, ...expr.names]) : own;
  for (const inner of innerExpressions(expr)) walkNames(inner, visit, inside);
}
