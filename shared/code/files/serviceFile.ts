import { walkSteps } from '../../steps/step.ts';
import { CodeFile, type WrittenFile } from '../codeFile.ts';
import type { HandlerPlan, ProjectPlan, ServicePlan } from '../plan.ts';
import { isInterface, typeText, type Shape } from '../script/shape.ts';
import { mayReply } from '../steps/endings.ts';
import { HandlerScope } from '../steps/handlerScope.ts';
import { shared, type Place } from '../steps/stepWriter.ts';
import { textsOf, wordsIn } from '../steps/texts.ts';
import { StepsOfService } from '../steps/writeSteps.ts';

export interface ServiceParts {
  plan: ProjectPlan;
  service: ServicePlan;
  /** What is known of the data of each pattern, by its key. */
  shapes: ReadonlyMap<string, Shape>;
}

/** A parameter of a handler's method, in the order of the decorators. */
export interface Parameter {
  name: string;
  type: string;
}

const httpInputs = ['body', 'params', 'query', 'headers'];

/** `orders.service.ts`: a method per handler, with its steps. */
export function serviceFile(parts: ServiceParts): WrittenFile {
  const { service, plan } = parts;
  const names = namesOf(service);
  const file = new CodeFile(names.words, names.results);
  const steps = new StepsOfService(file, { plan, service });
  const className = `${service.className}Service`;
  file.mark('service', () => {
    file.line(`@${file.use('@nestjs/common', 'Injectable')}()`);
    file.line(`export class ${className} {`);
    file.indented(() => {
      const fields = fieldsOf(service);
      if (fields.logger) {
        const logger = file.use('@nestjs/common', 'Logger');
        file.line(`private readonly logger = new ${logger}(${className}.name);`);
        file.line();
      }
      writeConstructor(file, parts, fields.store);
      service.handlers.forEach((handler, index) => {
        if (index > 0 || fields.logger || hasConstructor(service, fields.store)) file.line();
        file.mark(`handler ${handler.id}`, () => writeHandler({ ...parts, handler, steps }));
      });
    });
    file.line('}');
  });
  return file.end();
}

/** What its file's own names must keep away from. */
function namesOf({ handlers }: ServicePlan): { words: Set<string>; results: Set<string> } {
  const words = new Set<string>();
  const results = new Set<string>();
  for (const { handler } of handlers) {
    walkSteps(handler.steps, '', (step) => {
      for (const text of textsOf(step)) for (const word of wordsIn(text)) words.add(word);
      if ('as' in step && step.as !== undefined) results.add(step.as);
    });
  }
  for (const result of results) words.add(result);
  words.delete('random');
  return { words, results };
}

function fieldsOf({ handlers }: ServicePlan): { logger: boolean; store: boolean } {
  const found = { logger: false, store: false };
  for (const { handler } of handlers) {
    walkSteps(handler.steps, '', (step) => {
      found.logger ||= step.do === 'log';
      found.store ||= step.do === 'set' || step.do === 'get';
      found.store ||= textsOf(step).some((text) => wordsIn(text).includes('state'));
    });
  }
  return found;
}

/** Whether the service keeps anything. */
export const usesStore = (service: ServicePlan): boolean => fieldsOf(service).store;

const hasConstructor = ({ wires }: ServicePlan, hasStore: boolean): boolean => hasStore || wires.length > 0;

function writeConstructor(file: CodeFile, { service }: ServiceParts, hasStore: boolean): void {
  if (!hasConstructor(service, hasStore)) return;
  file.line('constructor(');
  file.indented(() => {
    if (hasStore) file.line(`private readonly store: ${file.use(shared, 'Store')},`);
    for (const wire of service.wires) {
      const className = file.use(`./clients/${wire.file}.client.js`, wire.className);
      file.line(`private readonly ${wire.property}: ${className},`);
    }
  });
  file.line(') {}');
}

/** What a handler's expressions may name, and what is known of it. */
export function scopeOf({ plan, shapes }: ServiceParts, { handler }: HandlerPlan): HandlerScope {
  if ('http' in handler.on) return new HandlerScope(handler.steps, httpInputs);
  const { key } = plan.pattern('message' in handler.on ? handler.on.message : handler.on.event);
  const shape = shapes.get(key);
  return new HandlerScope(handler.steps, ['data'], new Map(shape === undefined ? [] : [['data', shape]]));
}

/** What a handler's method gives back. */
export const returnType = ({ handler }: HandlerPlan): string =>
  mayReply(handler.steps) ? 'Promise<unknown>' : 'Promise<void>';

/** What a handler's method is given: only what its expressions name. */
export function parametersOf(parts: ServiceParts, handler: HandlerPlan, file: CodeFile): Parameter[] {
  const scope = scopeOf(parts, handler);
  const inputs = scope.inputs.filter((name) => scope.mentions(name));
  const given = inputs.map((name): Parameter => {
    if (name === 'data') return { name, type: dataType(parts, handler, file) };
    // Its class says less than its expressions may ask for.
    if (name === 'body' && handler.handler.expects !== undefined) return { name, type: 'any' };
    if (name !== 'body') return { name, type: 'Record<string, any>' };
    return { name, type: typeText(scope.shapeOf(name)) };
  });
  return scope.mentions('meta') ? [...given, { name: 'meta', type: file.useType(shared, 'Meta') }] : given;
}

function dataType({ plan, shapes }: ServiceParts, { handler }: HandlerPlan, file: CodeFile): string {
  const { on, expects } = handler;
  if ('http' in on || expects !== undefined) return 'any';
  const pattern = plan.pattern('message' in on ? on.message : on.event);
  const shape = shapes.get(pattern.key);
  if (shape === undefined || !isInterface(shape)) return shape === undefined ? 'any' : typeText(shape);
  return file.useType(shared, pattern.dto);
}

function writeHandler({
  steps,
  handler,
  ...parts
}: ServiceParts & { handler: HandlerPlan; steps: StepsOfService }): void {
  const { file } = steps;
  const scope = scopeOf(parts, handler);
  const parameters = parametersOf(parts, handler, file).map(({ name, type }) => `${name}: ${type}`);
  file.line(`async ${handler.method}(${parameters.join(', ')}): ${returnType(handler)} {`);
  file.indented(() => {
    if (scope.mentions('id')) file.line(`const id = ${file.use(shared, 'newId')}();`);
    if (scope.mentions('state')) file.line('const state = this.store.values;');
    for (const name of scope.declaredFirst) file.line(`let ${name}: any;`);
    const place: Place = {
      scope,
      locals: [],
      caught: undefined,
      isInBranch: false,
      isHttp: 'http' in handler.handler.on,
      list: handler.handler.steps,
    };
    steps.steps(handler.handler.steps, place);
  });
  file.line('}');
}
