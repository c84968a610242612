import { NotKnown, Scanner } from './scanner.ts';

/** Words that name nothing in strict code, and some whose meaning depends on where they stand. */
export const reserved: ReadonlySet<string> = new Set(
  (
    'arguments async await break case catch class const continue debugger default delete do else enum eval export ' +
    'extends finally for function if implements import in instanceof interface let new null package private ' +
    'protected public return static super switch this throw true false try typeof var void while with yield'
  ).split(' '),
);

/** What a parser does with one token at a time. */
export class TokenReader {
  readonly scanner: Scanner;

  constructor(source: string) {
    this.scanner = new Scanner(source);
  }

  protected name(): string {
    const { type, text } = this.scanner.next();
    if (type !== 'name') throw new NotKnown(text);
    return text;
  }

  protected freeName(): string {
    const name = this.name();
    if (reserved.has(name)) throw new NotKnown(name);
    return name;
  }

  protected takes(text: string): boolean {
    const token = this.scanner.peek();
    if (token.text !== text || token.type === 'string') return false;
    this.scanner.next();
    return true;
  }

  protected expect(text: string): void {
    if (!this.takes(text)) throw new NotKnown(`no ${text}`);
  }
}
