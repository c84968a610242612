import { Parser } from './parser.ts';
import { NotKnown } from './scanner.ts';
import type { Expr } from './syntax.ts';

export interface ParsedExpression {
  /** Without the space around it. */
  text: string;
  expr: Expr;
  /** It has comments or more than one line: then it must stand in brackets on lines of its own. */
  isLong: boolean;
}

/** A source that can be written into TypeScript as it is; undefined when it must be calculated at run time. */
export const parseExpression = remembered((source: string): ParsedExpression | undefined => {
  const parser = new Parser(source);
  const expr = attempt(() => {
    const found = parser.expression();
    return parser.scanner.next().type === 'end' ? found : undefined;
  });
  if (expr === undefined) return undefined;
  const text = source.trim();
  return { text, expr, isLong: parser.scanner.hasComment || /[\n\r\u2028\u2029]/u.test(text) };
});

export interface ParsedTemplate {
  /** The texts between the parts: one more than parts. */
  texts: string[];
  parts: ParsedExpression[];
}

/** A text with `${expression}` parts. Outside of them every character stands for itself. */
export const parseTemplate = remembered((source: string): ParsedTemplate | undefined => {
  const texts: string[] = [];
  const parts: ParsedExpression[] = [];
  let at = 0;
  for (let open = source.indexOf('${'); open !== -1; open = source.indexOf('${', at)) {
    const parser = new Parser(source.slice(open + 2));
    const end = attempt(() => {
      parser.expression();
      const close = parser.scanner.next();
      return close.text === '}' && close.type === 'sign' ? close.from : undefined;
    });
    const part = end === undefined ? undefined : parseExpression(source.slice(open + 2, open + 2 + end));
    if (end === undefined || part === undefined) return undefined;
    texts.push(source.slice(at, open));
    parts.push(part);
    at = open + 2 + end + 1;
  }
  texts.push(source.slice(at));
  return { texts, parts };
});

function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof NotKnown) return undefined;
    throw error;
  }
}

const maxRemembered = 5000;

/** The same texts are read again and again while a project is written, and with every edit. */
function remembered<T>(parse: (source: string) => T): (source: string) => T {
  const known = new Map<string, T>();
  return (source) => {
    const found = known.get(source);
    if (found !== undefined || known.has(source)) return found as T;
    if (known.size >= maxRemembered) known.clear();
    const parsed = parse(source);
    known.set(source, parsed);
    return parsed;
  };
}
