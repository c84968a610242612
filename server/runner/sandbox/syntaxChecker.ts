/**
 * One QuickJS instance, shared by the whole process, that only parses. It is started when this module is loaded, so that
 * compile() can answer at once; it has never run a user's code.
 */
import type { ExpressionError } from './expressionError.ts';
import { startEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { checkSize, checkSyntax } from './syntax.ts';

let parser: Engine | undefined = await startEngine();

/**
 * The first mistake in the source, or nothing. While the parser is being replaced (a text broke it: none is known that
 * can) mistakes stay unfound here and show at the first call, since each instance checks its own source again.
 */
export function findMistake(source: string): ExpressionError | undefined {
  const refused = checkSize(source);
  if (refused !== undefined || parser === undefined) return refused;
  try {
    return checkSyntax(parser.context, source);
  } catch {
    replaceParser();
    return undefined;
  } finally {
    if (parser?.isBloated()) replaceParser();
  }
}

function replaceParser(): void {
  parser = undefined;
  startEngine().then(
    (engine) => (parser = engine),
    () => (parser = undefined),
  );
}
