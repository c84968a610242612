import { policyKinds, type Policies, type PolicyKind } from '../../policies/policies.ts';
import type { CodeFile } from '../codeFile.ts';
import { shared, Statement } from '../steps/stepWriter.ts';
import { quoted } from '../naming.ts';
import type { WirePlan } from '../plan.ts';

/** How a policy is written: what it remembers is a field of the client, what it does an operator in its `pipe`. */
interface PolicyCode<K extends PolicyKind> {
  /** The value of the field that has its name. */
  field?: (settings: NonNullable<Policies[K]>, file: CodeFile) => string;
  /** Undefined when it does nothing around this kind of call. */
  operator: (settings: NonNullable<Policies[K]>, call: CallCode) => string | undefined;
}

export interface CallCode {
  file: CodeFile;
  wire: WirePlan;
  kind: 'send' | 'emit';
}

const numbers = (settings: Readonly<Record<string, number>>): string =>
  `{ ${Object.entries(settings)
    .map(([key, value]) => `${key}: ${numberText(value)}`)
    .join(', ')} }`;

/** `1_000`, as people write it. */
const numberText = (value: number): string =>
  Number.isInteger(value) ? String(value).replace(/\B(?=(\d{3})+$)/g, '_') : String(value);

/** Every kind of policy; the closed list. */
const codes = {
  fallback: {
    operator: ({ value }, { file, kind }) => {
      if (kind === 'emit') return undefined;
      const names = ['data', 'error'];
      const kindOf = ([name = '']: readonly string[]): 'any' | undefined => (names.includes(name) ? 'any' : undefined);
      const statement = new Statement(file, { scope: { kindOf }, names: () => names });
      const text = statement.expression(value);
      const body = text.startsWith('{') ? `(${text})` : text;
      const error = /\berror\b/.test(value) ? '(error)' : '()';
      const line = `${file.use(shared, 'fallback')}(${error} => ${body})`;
      return statement.isRefused ? `// @ts-ignore: JavaScript that TypeScript cannot be sure of\n${line}` : line;
    },
  },
  deadLetter: {
    operator: (_settings, { file, wire }) =>
      `${file.use(shared, 'deadLetter')}({ wire: ${quoted(wire.token)}, pattern, data })`,
  },
  retry: { operator: (settings, { file }) => `${file.use(shared, 'retryWithBackoff')}(${numbers(settings)})` },
  breaker: {
    field: (settings, file) => `${file.use(shared, 'circuitBreaker')}(${numbers(settings)})`,
    operator: () => 'this.breaker',
  },
  bulkhead: {
    field: (settings, file) => `${file.use(shared, 'bulkhead')}(${numbers(settings)})`,
    operator: () => 'this.bulkhead',
  },
  rate: {
    field: (settings, file) => `${file.use(shared, 'rateLimit')}(${numbers(settings)})`,
    operator: () => 'this.rate',
  },
  hedge: {
    operator: (settings, { file, kind }) =>
      kind === 'emit' ? undefined : `${file.use(shared, 'hedge')}(${numbers(settings)})`,
  },
  timeout: { operator: ({ ms }, { file }) => `${file.use('rxjs', 'timeout')}({ each: ${numberText(ms)} })` },
  idempotency: { operator: (_settings, { file }) => `${file.use(shared, 'withIdempotencyKey')}()` },
} satisfies { [K in PolicyKind]: PolicyCode<K> };

/** From the outside in, as the calls pass through them; the key stands outside of all, as every attempt carries it. */
const order: readonly PolicyKind[] = ['idempotency', ...policyKinds.filter((kind) => kind !== 'idempotency')];

const codeOf = (kind: PolicyKind): PolicyCode<PolicyKind> => codes[kind] as PolicyCode<PolicyKind>;

/** What a wire's policies remember between calls: `breaker = circuitBreaker({ … })`. */
export function policyFields(policies: Policies, file: CodeFile): string[] {
  return order.flatMap((kind) => {
    const settings = policies[kind];
    const { field } = codeOf(kind);
    return settings === undefined || field === undefined ? [] : [`${kind} = ${field(settings, file)}`];
  });
}

/** The operators of a `pipe`, from the inside out. */
export function policyOperators(policies: Policies, call: CallCode): string[] {
  return order.toReversed().flatMap((kind) => {
    const settings = policies[kind];
    return settings === undefined ? [] : (codeOf(kind).operator(settings, call) ?? []);
  });
}
