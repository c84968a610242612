export type ExpressionErrorKind = 'syntax' | 'runtime' | 'deadline' | 'memory' | 'size';

export interface SourcePosition {
  /** counted from 1, in the text as the user typed it */
  line: number;
  column: number;
}

/**
 * An expression that cannot be compiled (`syntax`) or did not give a value. `runtime` carries the text that JavaScript
 * itself gives ("ReferenceError: 'usr' is not defined"); the others say which limit was met and what to do about it.
 */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly kind: ExpressionErrorKind;
  readonly line?: number | undefined;
  readonly column?: number | undefined;

  constructor(kind: ExpressionErrorKind, message: string, at?: SourcePosition) {
    super(message);
    this.kind = kind;
    this.line = at?.line;
    this.column = at?.column;
  }
}
