/** Lines of a file, from 1, both included. */
export interface Lines {
  from: number;
  to: number;
}

export interface WrittenFile {
  text: string;
  /** Parts that mean something drawn, by name. */
  marks: ReadonlyMap<string, Lines>;
  /** What it imports, by module. */
  imports: ReadonlyMap<string, readonly string[]>;
}

/** A TypeScript file while it is written: its imports find themselves, and parts of it can be marked. */
export class CodeFile {
  readonly #lines: string[] = [];
  readonly #marks = new Map<string, Lines>();
  /** module → name there → name here */
  readonly #imports = new Map<string, Map<string, string>>();
  readonly #types = new Map<string, Set<string>>();
  readonly #globals = new Map<string, string>();
  readonly #avoid: ReadonlySet<string>;
  readonly #shadowed: ReadonlySet<string>;
  #indent = 0;

  /**
   * @param avoid names that users give or mention: nothing of ours is called so here
   * @param shadowed names that users give: under these nothing of JavaScript's own is to be found here
   */
  constructor(avoid: ReadonlySet<string> = new Set(), shadowed: ReadonlySet<string> = new Set()) {
    this.#avoid = avoid;
    this.#shadowed = shadowed;
  }

  /** Imports a name; returns what it is called in this file. */
  use(module: string, name: string): string {
    const names = this.#imports.get(module) ?? new Map<string, string>();
    this.#imports.set(module, names);
    const known = names.get(name) ?? this.free(name);
    names.set(name, known);
    return known;
  }

  /** Imports a type, which leaves nothing in the JavaScript. */
  useType(module: string, name: string): string {
    this.#types.set(module, (this.#types.get(module) ?? new Set()).add(name));
    return name;
  }

  /** Something that JavaScript itself brings, also where a user has given its name to something else. */
  global(name: string): string {
    if (!this.#shadowed.has(name)) return name;
    const known = this.free(name);
    this.#globals.set(known, name);
    return known;
  }

  /** This name, or one like it that users neither give nor mention. */
  free(name: string): string {
    let free = name;
    while (this.#avoid.has(free)) free += '_';
    return free;
  }

  /** One line, or several when the text has some; those are indented no further, as they may be inside a text. */
  line(text = ''): void {
    const [first = '', ...others] = text.split('\n');
    this.#lines.push(first === '' ? '' : '  '.repeat(this.#indent) + first, ...others);
  }

  /** Lines of our own, all of them indented. */
  block(text: string): void {
    for (const line of text.split('\n')) this.line(line);
  }

  /** What is written inside stands one step further right. */
  indented(write: () => void): void {
    this.#indent += 1;
    write();
    this.#indent -= 1;
  }

  /** The width that is left on a line. */
  get room(): number {
    return 100 - 2 * this.#indent;
  }

  /** The space before a line that stands so many steps further right than this one. */
  margin(steps: number): string {
    return '  '.repeat(this.#indent + steps);
  }

  mark(name: string, write: () => void): void {
    const from = this.#lines.length + 1;
    write();
    this.#marks.set(name, { from, to: this.#lines.length });
  }

  end(): WrittenFile {
    const head = this.#head();
    const marks = [...this.#marks].map(
      ([name, { from, to }]) => [name, { from: from + head.length, to: to + head.length }] as const,
    );
    const imports = [...this.#imports].map(([module, names]) => [module, [...names.keys()]] as const);
    return { text: `${[...head, ...this.#lines].join('\n')}\n`, marks: new Map(marks), imports: new Map(imports) };
  }

  #head(): string[] {
    const imports = [...this.#imports].map(([module, names]) => {
      const all = [...names].map(([name, here]) => (name === here ? name : `${name} as ${here}`)).sort(byName);
      return { module, text: importLine('import', all, module) };
    });
    const types = [...this.#types].map(([module, names]) => ({
      module,
      text: importLine('import type', [...names].sort(byName), module),
    }));
    const lines = [...imports, ...types].sort((a, b) => rank(a.module) - rank(b.module) || byName(a.module, b.module));
    const globals = [...this.#globals].map(([here, name]) => `const ${here} = ${name};`);
    const parts = [lines.flatMap(({ text }) => text.split('\n')), globals].filter((part) => part.length > 0);
    return parts.flatMap((part) => [...part, '']);
  }
}

function importLine(word: string, names: readonly string[], module: string): string {
  const line = `${word} { ${names.join(', ')} } from '${module}';`;
  return line.length <= 100 ? line : `${word} {\n${names.map((name) => `  ${name},`).join('\n')}\n} from '${module}';`;
}

/** Node's, packages, the shared library, own files. */
const rank = (module: string): number =>
  module.startsWith('node:') ? 0 : module.startsWith('.') ? 3 : module.startsWith('@app/') ? 2 : 1;

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
