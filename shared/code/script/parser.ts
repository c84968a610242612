import { NotKnown, type Token } from './scanner.ts';
import type { Expr } from './syntax.ts';
import { reserved, TokenReader } from './tokenReader.ts';

/**
 * JavaScript expressions, as far as they are written in flows: everything but assignments, functions with bodies of
 * statements, classes and tagged templates. What it takes, TypeScript takes too, wherever an expression may stand.
 */

const maxDepth = 60;
const maxSteps = 20_000;

/** How tightly they bind; `**` alone binds to the right. */
const strengths = new Map(
  [
    ['??'],
    ['||'],
    ['&&'],
    ['|'],
    ['^'],
    ['&'],
    ['==', '!=', '===', '!=='],
    ['<', '>', '<=', '>=', 'instanceof', 'in'],
    ['<<', '>>', '>>>'],
    ['+', '-'],
    ['*', '/', '%'],
    ['**'],
  ].flatMap((operators, strength) => operators.map((operator) => [operator, strength + 1] as const)),
);

interface Params {
  names: string[];
  isDestructured: boolean;
  defaults: Expr[];
}

export class Parser extends TokenReader {
  /** Stands in brackets of its own. */
  readonly #bracketed = new WeakSet<Expr>();
  #depth = 0;
  #steps = 0;

  /** What stands between commas. @throws NotKnown */
  expression(): Expr {
    this.#depth += 1;
    this.#steps += 1;
    if (this.#depth > maxDepth || this.#steps > maxSteps) throw new NotKnown('too much of it');
    const expr = this.#arrow() ?? this.#choice();
    this.#depth -= 1;
    return expr;
  }

  #choice(): Expr {
    const condition = this.#binary(0);
    if (!this.takes('?')) return condition;
    const isInBrackets = this.scanner.peek().text === '(';
    const then = this.expression();
    this.expect(':');
    const otherwise = this.expression();
    // `a ? (b) : c => d` may be read as an arrow with a type.
    if (isInBrackets && otherwise.is === 'arrow') throw new NotKnown('an arrow behind brackets');
    return { is: 'choice', condition, then, otherwise };
  }

  #binary(weakest: number): Expr {
    let left = this.#unary();
    for (;;) {
      const operator = this.scanner.peek().text;
      const strength = this.#strengthOf(this.scanner.peek());
      if (strength === undefined || strength <= weakest) return left;
      this.scanner.next();
      if (operator === '**' && left.is === 'unary' && !this.#bracketed.has(left)) throw new NotKnown('-a ** b');
      // `f(a < b, c > (d))` is a call with types in TypeScript.
      const after = this.scanner.peek();
      if (operator === '>' && (after.text === '(' || after.text === '`' || after.isOnNewLine))
        throw new NotKnown('> (');
      const right = this.#binary(operator === '**' ? strength - 1 : strength);
      if (operator === '??' ? this.#mixes(left, right, ['||', '&&']) : this.#mixes(left, right, ['??']))
        throw new NotKnown('?? mixed with || or &&');
      left = { is: 'binary', operator, left, right };
    }
  }

  #strengthOf({ type, text }: Token): number | undefined {
    return type === 'sign' || text === 'in' || text === 'instanceof' ? strengths.get(text) : undefined;
  }

  #mixes(left: Expr, right: Expr, operators: readonly string[]): boolean {
    return [left, right].some(
      (side) => side.is === 'binary' && operators.includes(side.operator) && !this.#bracketed.has(side),
    );
  }

  #unary(): Expr {
    const { type, text } = this.scanner.peek();
    const isUnary = (type === 'sign' && /^[-+!~]$/.test(text)) || text === 'typeof' || text === 'void';
    if (!isUnary) return this.#path();
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new NotKnown('too deep');
    this.scanner.next();
    const value = this.#unary();
    this.#depth -= 1;
    return { is: 'unary', operator: text, value };
  }

  #path(): Expr {
    let expr = this.#primary();
    for (;;) {
      const { text, type } = this.scanner.peek();
      if (type !== 'sign') return expr;
      if (text === '(') expr = { is: 'call', of: expr, args: this.#items('(', ')') };
      else if (text === '[') expr = { is: 'member', of: expr, key: this.#index() };
      else if (text === '.' || text === '?.') expr = this.#member(expr, text);
      else if (text === '`') throw new NotKnown('a tagged template');
      else return expr;
    }
  }

  #member(of: Expr, dot: string): Expr {
    this.scanner.next();
    const { text } = this.scanner.peek();
    if (dot === '.') return { is: 'member', of, key: this.name() };
    if (text === '(') return { is: 'call', of, args: this.#items('(', ')') };
    if (text === '[') return { is: 'member', of, key: this.#index() };
    return { is: 'member', of, key: this.name() };
  }

  #index(): Expr {
    this.expect('[');
    const key = this.expression();
    this.expect(']');
    return key;
  }

  #primary(): Expr {
    const token = this.scanner.next();
    if (token.type === 'number' || token.type === 'string') return { is: 'constant', type: token.type };
    if (token.type === 'name') return this.#word(token.text);
    switch (token.text) {
      case '(': {
        const expr = this.expression();
        this.expect(')');
        this.#bracketed.add(expr);
        return expr;
      }
      case '[':
        this.scanner.at = token.from;
        return { is: 'list', items: this.#items('[', ']') };
      case '{':
        return this.#record();
      case '`':
        return this.#template();
      case '/':
      case '/=':
        this.scanner.regex(token.from);
        return { is: 'regex' };
      default:
        throw new NotKnown(token.text);
    }
  }

  #word(word: string): Expr {
    if (word === 'true' || word === 'false') return { is: 'constant', type: 'boolean' };
    if (word === 'null') return { is: 'constant', type: 'null' };
    if (word === 'new') {
      const of = { is: 'name', name: this.freeName() } as const;
      return { is: 'new', of, args: this.#items('(', ')') };
    }
    if (reserved.has(word)) throw new NotKnown(word);
    return { is: 'name', name: word };
  }

  #template(): Expr {
    const values: Expr[] = [];
    while (this.scanner.templatePiece() === 'part') {
      values.push(this.expression());
      this.expect('}');
    }
    return { is: 'text', values };
  }

  #items(open: string, close: string): Expr[] {
    this.expect(open);
    const items: Expr[] = [];
    while (!this.takes(close)) {
      const isSpread = this.takes('...');
      const value = this.expression();
      items.push(isSpread ? { is: 'spread', value } : value);
      if (this.scanner.peek().text !== close) this.expect(',');
    }
    return items;
  }

  #record(): Expr {
    const values: Expr[] = [];
    while (!this.takes('}')) {
      if (this.takes('...')) values.push({ is: 'spread', value: this.expression() });
      else values.push(...this.#entry());
      if (this.scanner.peek().text !== '}') this.expect(',');
    }
    return { is: 'record', values };
  }

  #entry(): Expr[] {
    const key = this.scanner.peek();
    if (key.text === '[') {
      const computed = this.#index();
      this.expect(':');
      return [computed, this.expression()];
    }
    this.scanner.next();
    if (key.type === 'sign' || key.type === 'end') throw new NotKnown(key.text);
    // Twice of it is a mistake, and once sets the prototype.
    if (/^["']?__proto__["']?$/.test(key.text)) throw new NotKnown(key.text);
    if (this.takes(':')) return [this.expression()];
    if (key.type !== 'name' || reserved.has(key.text)) throw new NotKnown(key.text);
    return [{ is: 'name', name: key.text }];
  }

  /** `undefined`, with nothing read, when what follows is no arrow. */
  #arrow(): Expr | undefined {
    const before = this.scanner.at;
    const depth = this.#depth;
    const params = this.#params();
    this.#depth = depth;
    const arrow = params === undefined ? undefined : this.scanner.peek();
    if (params === undefined || arrow?.text !== '=>' || arrow.isOnNewLine) {
      this.scanner.at = before;
      return undefined;
    }
    this.scanner.next();
    if (new Set(params.names).size < params.names.length) throw new NotKnown('a name given twice');
    if (this.scanner.peek().text === '{') throw new NotKnown('a body of statements');
    return { is: 'arrow', ...params, body: this.expression() };
  }

  #params(): Params | undefined {
    const params: Params = { names: [], isDestructured: false, defaults: [] };
    const first = this.scanner.peek();
    try {
      if (first.type === 'name') params.names.push(this.freeName());
      else if (first.text === '(') this.#paramList(params, '(', ')');
      else return undefined;
      return params;
    } catch (error) {
      if (error instanceof NotKnown && this.#steps <= maxSteps) return undefined;
      throw error;
    }
  }

  #paramList(params: Params, open: string, close: string): void {
    this.expect(open);
    while (!this.takes(close)) {
      const isRest = this.takes('...');
      this.#param(params, open === '{' && !isRest);
      if (this.takes('=')) {
        if (isRest) throw new NotKnown('a rest with a value');
        params.defaults.push(this.expression());
      }
      if (isRest && this.scanner.peek().text !== close) throw new NotKnown('a rest before the end');
      if (this.scanner.peek().text !== close) this.expect(',');
    }
  }

  #param(params: Params, isKey: boolean): void {
    const { type, text } = this.scanner.peek();
    if (type === 'sign' && (text === '{' || text === '[')) {
      if (isKey) throw new NotKnown(text);
      params.isDestructured = true;
      this.#paramList(params, text, text === '{' ? '}' : ']');
      return;
    }
    const before = this.scanner.at;
    if (isKey) {
      const key = this.scanner.next();
      if (key.type === 'sign') throw new NotKnown(key.text);
      if (this.takes(':')) {
        this.#param(params, false);
        return;
      }
      this.scanner.at = before;
    }
    params.names.push(this.freeName());
  }
}
