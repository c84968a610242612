import type { Json } from '../../json.ts';
import { CodeFile, type WrittenFile } from '../codeFile.ts';
import { literal } from '../literal.ts';
import { commented, quoted } from '../naming.ts';
import type { DriverPlan, ProjectPlan } from '../plan.ts';
import { shared, Statement } from '../steps/stepWriter.ts';
import { wordsIn } from '../steps/texts.ts';

/** What a driver got for its request. */
export interface KnownAnswer {
  status: number;
  body?: Json | undefined;
}

/** Tests that send what the drivers send, to a stack that they start. */
export function e2eFiles(
  plan: ProjectPlan,
  answers: Readonly<Record<string, KnownAnswer>>,
): Record<string, WrittenFile> {
  if (plan.drivers.length === 0) return {};
  const stack = { text: stackText(plan), marks: new Map(), imports: new Map() };
  return { 'test/stack.ts': stack, 'test/app.e2e-spec.ts': specFile(plan, answers) };
}

function stackText(plan: ProjectPlan): string {
  const ports = plan.services.flatMap(({ http, listeners }) => [
    { portEnv: http.portEnv, port: http.port },
    ...listeners.flatMap((listener) => (listener.via === 'port' ? [listener] : [])),
  ]);
  const apps = plan.services.map(({ name }) => `  () => import('../apps/${name}/src/main.js'),`);
  return `import { createServer } from 'node:net';

/** The ports of every service, and what they are unless the environment says otherwise. */
const ports: Record<string, number> = {
${ports.map(({ portEnv, port }) => `  ${portEnv}: ${port},`).join('\n')}
};

const apps = [
${apps.join('\n')}
];

const running: { close(): Promise<void> }[] = [];

/** Starts every service in this process, on free ports; with E2E_STACK=running it uses those that run already. */
export async function startStack(): Promise<void> {
  if (process.env.E2E_STACK === 'running') return;
  for (const name of Object.keys(ports)) process.env[name] = String(await freePort());
  for (const load of apps) running.push((await load()).app);
}

export async function stopStack(): Promise<void> {
  await Promise.all(running.map((app) => app.close()));
}

export interface Answer {
  status: number;
  body: unknown;
}

/** One request to the service whose HTTP port is in this variable. */
export async function send(portEnv: string, request: { method: string; path: string; data?: unknown }): Promise<Answer> {
  const url = 'http://127.0.0.1:' + (process.env[portEnv] ?? ports[portEnv]) + request.path;
  const json = { body: JSON.stringify(request.data), headers: { 'content-type': 'application/json' } };
  const response = await fetch(url, {
    method: request.method,
    ...(request.data === undefined ? {} : json),
  });
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const text = await response.text();
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
`;
}

function specFile(plan: ProjectPlan, answers: Readonly<Record<string, KnownAnswer>>): WrittenFile {
  const words = plan.drivers.flatMap(({ driver }) => wordsIn({ text: driver.data ?? '', isTemplate: false }));
  const file = new CodeFile(new Set(words.filter((word) => word !== 'random')));
  const [send, start, stop] = ['send', 'startStack', 'stopStack'].map((name) => file.use('./stack.js', name));
  file.line(`describe(${quoted(`${plan.flow.name} (e2e)`)}, () => {`);
  file.indented(() => {
    file.line(`beforeAll(() => ${start}());`);
    file.line(`afterAll(() => ${stop}());`);
    for (const driver of plan.drivers) {
      file.line();
      writeTest(file, {
        driver,
        send: send ?? '',
        answer: Object.hasOwn(answers, driver.id) ? answers[driver.id] : undefined,
      });
    }
  });
  file.line('});');
  return file.end();
}

interface TestParts {
  driver: DriverPlan;
  /** What \`send\` is called in the file. */
  send: string;
  answer: KnownAnswer | undefined;
}

function writeTest(file: CodeFile, { driver: { driver, service }, send, answer }: TestParts): void {
  const space = driver.request.indexOf(' ');
  const method = driver.request.slice(0, space);
  const hasBody = driver.data !== undefined && method !== 'GET' && method !== 'HEAD';
  file.line(`it(${quoted(`${commented(driver.name)}: ${driver.request}`)}, async () => {`);
  file.indented(() => {
    const names = (['id', 'index'] as const).filter((name) => hasBody && mentions(driver.data ?? '', name));
    if (names.includes('id')) file.line(`const id = ${file.use(shared, 'newId')}();`);
    if (names.includes('index')) file.line('const index = 0;');
    if (hasBody) {
      const kinds: Readonly<Record<string, 'string' | 'number'>> = { id: 'string', index: 'number' };
      const kindOf = ([name = '', ...path]: readonly string[]): 'string' | 'number' | undefined =>
        path.length === 0 && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
      const statement = new Statement(file, { scope: { kindOf }, names: () => names });
      statement.write(`const data = ${statement.expression(driver.data ?? '')};`);
    }
    const request = `{ method: '${method}', path: ${quoted(encoded(driver.request.slice(space + 1)))}${hasBody ? ', data' : ''} }`;
    file.line(`const answer = await ${send}('${service.http.portEnv}', ${request});`);
    if (answer === undefined) {
      file.line('// It was not sent before the export, so nobody knows yet what it gets.');
      file.line('expect(answer.status).toBeGreaterThanOrEqual(200);');
    } else file.line(`expect(answer).toEqual({ status: ${answer.status}, body: ${expected(answer.body ?? '')} });`);
  });
  file.line('});');
}

const mentions = (text: string, name: string): boolean => wordsIn({ text, isTemplate: false }).includes(name);

/** As the drivers of the canvas write a path into a request. */
function encoded(path: string): string {
  try {
    return encodeURI(path).replaceAll('%25', '%');
  } catch {
    // Half of a character: no address can hold it.
    return '/';
  }
}

/** Ids are others each time. */
function expected(value: Json): string {
  if (typeof value === 'string' && /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/.test(value)) return 'expect.any(String)';
  if (Array.isArray(value)) return `[${value.map(expected).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return literal(value);
  const fields = Object.entries(value).map(([key, inner]) => `${literal(key)}: ${expected(inner)}`);
  return `{ ${fields.map((field) => field.replace(/^'([A-Za-z_$][\w$]*)':/, '$1:')).join(', ')} }`;
}
