import { triggerText } from '../../flow/checks/services.ts';
import type { Handler } from '../../flow/flow.ts';
import { CodeFile, type WrittenFile } from '../codeFile.ts';
import { commented, quoted } from '../naming.ts';
import type { HandlerPlan, ProjectPlan, ServicePlan } from '../plan.ts';
import { expectsSomething, payloadClass } from './dtoFile.ts';
import { filtersPerRoute } from './globals.ts';
import { shared } from '../steps/stepWriter.ts';
import { parametersOf, returnType, scopeOf, type Parameter, type ServiceParts } from './serviceFile.ts';

const common = '@nestjs/common';
const microservices = '@nestjs/microservices';

const verbs: Readonly<Record<string, string>> = {
  GET: 'Get',
  POST: 'Post',
  PUT: 'Put',
  PATCH: 'Patch',
  DELETE: 'Delete',
  HEAD: 'Head',
  OPTIONS: 'Options',
};

const decorators: Readonly<Record<string, string>> = {
  body: 'Body',
  params: 'Param',
  query: 'Query',
  headers: 'Headers',
};

/** `orders.controller.ts`: which patterns and routes lead to which method of the service. */
export function controllerFile(parts: ServiceParts): WrittenFile {
  const { service, plan } = parts;
  const file = new CodeFile();
  file.mark('controller', () => {
    if (hasIdempotentCallers(plan, service)) {
      const interceptor = file.use(shared, 'IdempotencyInterceptor');
      file.line(`@${file.use(common, 'UseInterceptors')}(${interceptor})`);
    }
    file.line(`@${file.use(common, 'Controller')}()`);
    file.line(`export class ${service.className}Controller {`);
    file.indented(() => {
      const className = file.use(`./${service.name}.service.js`, `${service.className}Service`);
      file.line(`constructor(private readonly ${service.property}Service: ${className}) {}`);
      for (const handler of service.handlers) {
        file.line();
        file.mark(`handler ${handler.id}`, () => writeMethod(file, { ...parts, handler }));
      }
    });
    file.line('}');
  });
  return file.end();
}

/** Whether calls may come whose wires want a handler to run once per key. */
function hasIdempotentCallers(plan: ProjectPlan, service: ServicePlan): boolean {
  const heard = new Set(
    service.listeners.flatMap((listener) => (listener.via === 'broker' ? [listener.broker.id] : [])),
  );
  return Object.values(plan.flow.wires).some(
    ({ to, policies }) => policies?.idempotency === true && (to === service.id || heard.has(to)),
  );
}

function writeMethod(file: CodeFile, { handler, ...parts }: ServiceParts & { handler: HandlerPlan }): void {
  const { on } = handler.handler;
  if (handler.leftOut !== undefined) {
    file.line(`// Left out, because ${handler.leftOut}: ${commented(triggerText(on))}`);
    return;
  }
  const own = parametersOf(parts, handler, file);
  const scope = scopeOf(parts, handler);
  const inputs = checked(
    file,
    { ...parts, handler },
    own.filter(({ name }) => name !== 'meta'),
  );
  // Nest's types want an event's handler to take its data.
  const taken = 'event' in on && inputs.length === 0 ? [{ name: '_data', type: 'unknown' }] : inputs;
  const given = taken.map((parameter) => decorated(file, parameter));
  const meta = scope.mentions('meta') ? metaOf(file, parts.plan, on) : undefined;
  const headers = meta?.needs !== undefined && !given.includes(meta.needs) ? [meta.needs] : [];
  const values = own.map(({ name }) => (name === 'meta' ? (meta?.value ?? '') : name));
  const write = (method: string): void =>
    writeBody(file, { ...parts, handler, method, parameters: [...given, ...headers], values });
  const { rpc } = handler;
  if (rpc?.method !== handler.method) {
    file.line(`@${decoratorOf(file, parts.plan, on)}`);
    if ('http' in on && filtersPerRoute(parts.service)) {
      file.line(`@${file.use(common, 'UseFilters')}(${file.use(shared, 'HttpErrorFilter')})`);
    }
    write(handler.method);
  }
  if (rpc === undefined) return;
  if (rpc.method !== handler.method) file.line();
  // Handlers have plain JSON in their hands, as over every other transport.
  file.line(`@${file.use(common, 'UseInterceptors')}(${file.use(shared, 'JsonOverGrpc')})`);
  file.line(`@${file.use(microservices, 'GrpcMethod')}('${parts.service.grpc?.service}', '${rpc.name}')`);
  write(rpc.method);
}

interface BodyParts extends ServiceParts {
  handler: HandlerPlan;
  method: string;
  parameters: readonly string[];
  values: readonly string[];
}

function writeBody(file: CodeFile, { handler, method, parameters, values, ...parts }: BodyParts): void {
  const line = `${method}(${parameters.join(', ')}): ${returnType(handler)} {`;
  if (line.length <= file.room) file.line(line);
  else {
    file.line(`${method}(`);
    file.indented(() => parameters.forEach((parameter) => file.line(`${parameter},`)));
    file.line(`): ${returnType(handler)} {`);
  }
  file.indented(() => {
    file.line(`return this.${parts.service.property}Service.${handler.method}(${values.join(', ')});`);
  });
  file.line('}');
}

/** With the class of what is expected as the type of the payload: a pipe looks at parameters only, so there has to be one. */
function checked(
  file: CodeFile,
  { service, handler }: ServiceParts & { handler: HandlerPlan },
  inputs: readonly Parameter[],
): readonly Parameter[] {
  if (!expectsSomething(handler)) return inputs;
  const payload = 'http' in handler.handler.on ? 'body' : 'data';
  const type = file.use(`./${service.name}.dto.js`, payloadClass(handler));
  return inputs.some(({ name }) => name === payload)
    ? inputs.map((input) => (input.name === payload ? { name: payload, type } : input))
    : [{ name: `_${payload}`, type }, ...inputs];
}

/** `@Body() body: any` */
function decorated(file: CodeFile, { name, type }: Parameter): string {
  const decorator = decorators[name.replace('_', '')];
  const text = decorator === undefined ? file.use(microservices, 'Payload') : file.use(common, decorator);
  return `@${text}() ${name}: ${type}`;
}

function decoratorOf(file: CodeFile, plan: ProjectPlan, on: Handler['on']): string {
  if ('http' in on) {
    const space = on.http.indexOf(' ');
    const verb = verbs[on.http.slice(0, space)] ?? 'Get';
    return `${file.use(common, verb)}(${quoted(on.http.slice(space + 1))})`;
  }
  const name = 'message' in on ? 'MessagePattern' : 'EventPattern';
  const { key } = plan.pattern('message' in on ? on.message : on.event);
  return `${file.use(microservices, name)}(${file.use(shared, 'Patterns')}.${key})`;
}

/** How `meta` is made, and the parameter that it is made of. */
function metaOf(file: CodeFile, plan: ProjectPlan, on: Handler['on']): { value: string; needs: string } {
  if ('http' in on) {
    const needs = decorated(file, { name: 'headers', type: 'Record<string, any>' });
    return { value: `${file.use(shared, 'httpMeta')}(${quoted(on.http)}, headers)`, needs };
  }
  const { key } = plan.pattern('message' in on ? on.message : on.event);
  const needs = `@${file.use(microservices, 'Ctx')}() context: unknown`;
  return { value: `${file.use(shared, 'messageMeta')}(${file.use(shared, 'Patterns')}.${key}, context)`, needs };
}
