import type { Step, StepKind, StepOf } from '../../steps/step.ts';
import type { CodeFile } from '../codeFile.ts';
import type { ProjectPlan, ServicePlan } from '../plan.ts';
import { quoted } from '../naming.ts';
import { isAcceptable } from '../script/acceptable.ts';
import type { Names } from '../script/kinds.ts';
import { parseExpression, parseTemplate, type ParsedExpression } from '../script/parseExpression.ts';
import type { HandlerScope } from './handlerScope.ts';
import { namesIn, type StepText } from './texts.ts';

export const shared = '@app/shared';

/** Where a list of steps stands. */
export interface Place {
  scope: HandlerScope;
  /** Names that hold only here: `error`, `index`. */
  locals: readonly string[];
  /** Inside `catch`: the variable that holds what was thrown. */
  caught: string | undefined;
  /** Inside a branch of `parallel` the handler's own `return` is not at hand: an ending is an object. */
  isInBranch: boolean;
  isHttp: boolean;
  /** The list that is being written. */
  list: readonly Step[];
}

/** What writes the steps of the handlers of one service. */
export interface StepWriter {
  readonly file: CodeFile;
  readonly service: ServicePlan;
  readonly plan: ProjectPlan;
  /** Writes a list of steps into the same block. */
  steps(steps: readonly Step[], place: Place): void;
}

export type WriteStep<K extends StepKind> = (step: StepOf<K>, place: Place, writer: StepWriter) => void;

/** One statement: what its expressions need besides themselves is written before it. */
export class Statement {
  readonly #file: CodeFile;
  readonly #scope: Names;
  readonly #names: () => readonly string[];
  #isRefused = false;

  /** @param names what expressions here may name */
  constructor(file: CodeFile, { scope, names }: { scope: Names; names: () => readonly string[] }) {
    this.#file = file;
    this.#scope = scope;
    this.#names = names;
  }

  static in(place: Place, { file }: StepWriter): Statement {
    const { scope, locals } = place;
    const here: Names = {
      kindOf: (path) => (isElsewhere(path[0] ?? '', locals) ? undefined : scope.kindOf(path)),
    };
    const names = (): string[] => [...scope.inputs, ...scope.results, ...locals, ...fixedNames];
    return new Statement(file, { scope: here, names });
  }

  /** An expression as it stands in the flow. */
  expression(source: string, isCondition = false): string {
    const parsed = parseExpression(source);
    if (parsed === undefined) return this.#atRunTime('compute', { text: source, isTemplate: false });
    return this.#accept(parsed, isCondition) ?? this.#atRunTime('compute', { text: source, isTemplate: false });
  }

  /** A text with `${expression}` parts. */
  template(source: string): string {
    const parsed = parseTemplate(source);
    if (parsed === undefined) return this.#atRunTime('fill', { text: source, isTemplate: true });
    if (parsed.parts.length === 0) return quoted(source);
    const parts = parsed.parts.map((part) => this.#accept(part));
    if (parts.some((part) => part === undefined)) return this.#atRunTime('fill', { text: source, isTemplate: true });
    const pieces = parsed.texts.map((text, index) => {
      const part = parts[index];
      return templateText(text) + (part === undefined ? '' : `\${${part}}`);
    });
    return `\`${pieces.join('')}\``;
  }

  /** Writes it. */
  write(text: string): void {
    if (this.#isRefused) {
      this.#file.line('// @ts-ignore: this expression is JavaScript that TypeScript cannot be sure of');
    }
    this.#file.line(text);
  }

  /** Whether it must stay on one line. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  #accept({ text, expr, isLong }: ParsedExpression, isCondition = false): string | undefined {
    const isFine = isAcceptable(expr, this.#scope, isCondition);
    // One comment silences one line.
    if (!isFine && isLong) return undefined;
    if (!isFine) this.#isRefused = true;
    if (mentionsRandom(text)) this.#file.use(shared, 'random');
    return isLong ? `(\n${text}\n)` : text;
  }

  /** Not to be written as TypeScript: what the sandbox of the canvas does with it, it does here. */
  #atRunTime(helper: 'compute' | 'fill', text: StepText): string {
    const words = namesIn(text);
    const names = this.#names().filter((name) => words.has(name));
    const given = names.length === 0 ? '{}' : `{ ${[...new Set(names)].join(', ')} }`;
    return `${this.#file.use(shared, helper)}(${quoted(text.text)}, ${given})`;
  }
}

/** Names that are only there inside `catch` and `stream`. */
const isElsewhere = (name: string, locals: readonly string[]): boolean =>
  (name === 'error' || name === 'index') && !locals.includes(name);
const fixedNames = ['state', 'id', 'meta'];
const mentionsRandom = (text: string): boolean => namesIn({ text, isTemplate: false }).has('random');
const templateText = (text: string): string =>
  text
    .replace(/[`\\]|\$(?=\{)|\$$/g, '\\$&')
    .replaceAll('\r', '\\r')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
