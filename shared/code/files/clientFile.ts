import { patternRoute, type Pattern } from '../../flow/pattern.ts';
import { isCold, walkSteps } from '../../steps/step.ts';
import { CodeFile, type WrittenFile } from '../codeFile.ts';
import { commented, quoted } from '../naming.ts';
import { grpcMethod } from '../../transports/grpcContract.ts';
import type { GrpcPlan } from '../grpcPlan.ts';
import type { ProjectPlan, ServicePlan, WirePlan, WireTargetPlan } from '../plan.ts';
import { policyFields, policyOperators } from '../policies/writePolicies.ts';
import { wordsIn } from '../steps/texts.ts';
import { shared } from '../steps/stepWriter.ts';
import { brokerImage, transportCode } from '../transports/index.ts';
import { balancedOptions, isBalanced } from './registryFiles.ts';
import { serviceClient } from './serviceClient.ts';
import { withImports } from './withImports.ts';

/**
 * One wire: how its client finds the other end, and what it does around each call.
 *
 *   clients/payments.client.ts   token · registration · class with `send` and `emit`
 */
export function clientFile(
  service: ServicePlan,
  wire: WirePlan,
  { pattern }: Pick<ProjectPlan, 'pattern'>,
): WrittenFile {
  const { policies = {} } = wire.wire;
  const words = policies.fallback === undefined ? [] : wordsIn({ text: policies.fallback.value, isTemplate: false });
  const file = new CodeFile(new Set(words.filter((word) => word !== 'random')));
  file.mark('wire', () => {
    const title = `${commented(wire.wire.name)}: ${service.name} → ${wire.target.name}`;
    file.line(`/** The wire ${title}. */`);
    if (wire.target.kind !== 'none') {
      file.line(`export const ${wire.token} = '${wire.token}';`);
      file.line();
      writeRegistration(file, wire);
      file.line();
      writeMethods(file, { service, wire, pattern });
    }
    writeClass(file, service, wire);
  });
  return file.end();
}

function writeRegistration(file: CodeFile, wire: WirePlan): void {
  const type = file.useType('@nestjs/microservices', 'ClientsProviderAsyncOptions');
  file.line(`export const ${wire.property}Options: ${type} = {`);
  file.indented(() => {
    file.line(`name: ${wire.token},`);
    const { target } = wire;
    const options = isBalanced(target) ? balancedOptions(file, target) : withImports(file, clientOptions(target));
    file.block(`useFactory: () => (${options}),`);
  });
  file.line('};');
}

/** The options of a ClientProxy that leads there. */
function clientOptions(target: WireTargetPlan): string {
  switch (target.kind) {
    case 'service':
      return serviceClient(target, { ...target, host: '127.0.0.1' });
    case 'broker': {
      const { transport } = target.broker.broker;
      const address = { ...target.broker, host: '127.0.0.1', port: brokerImage(transport).port };
      return transportCode(transport).client?.(address, undefined, target) ?? '{}';
    }
    case 'external': {
      const { transport, host, port } = target.external;
      const address = { ...target, host: quoted(host).slice(1, -1), port };
      return transportCode(transport).client?.(address) ?? '{}';
    }
    case 'none':
      return '{}';
  }
}

function writeClass(file: CodeFile, service: ServicePlan, wire: WirePlan): void {
  const { policies = {} } = wire.wire;
  const isReal = wire.target.kind !== 'none';
  file.line(`@${file.use('@nestjs/common', 'Injectable')}()`);
  file.line(`export class ${wire.className} {`);
  file.indented(() => {
    const fields = policyFields(policies, file);
    for (const field of fields) file.line(`private readonly ${field};`);
    if (fields.length > 0) file.line();
    const asked = askedOver(service, wire);
    if (isReal) {
      const grpc = grpcOf(wire);
      const type =
        grpc === undefined
          ? file.use('@nestjs/microservices', asked.length > 0 ? 'ClientKafka' : 'ClientProxy')
          : file.useType('@nestjs/microservices', 'ClientGrpc');
      const parameter = `private readonly client: ${type}`;
      const inject = `@${file.use('@nestjs/common', 'Inject')}(${wire.token})`;
      if ((policies.idempotency === true && grpc === undefined) || asked.length > 0) {
        file.line(`constructor(${inject} ${parameter}) {`);
        file.indented(() => {
          if (policies.idempotency === true)
            file.line(`client.setOnDispatchHook(${file.use(shared, 'stampIdempotencyKey')});`);
          if (asked.length > 0) {
            file.line('// Each reply comes on a topic of its own, which must be known before the client connects.');
            const list = asked.map((pattern) => JSON.stringify(pattern)).join(', ');
            file.line(`for (const pattern of [${list}]) client.subscribeToResponseOf(pattern);`);
          }
        });
        file.line('}');
      } else file.line(`constructor(${inject} ${parameter}) {}`);
    }
    const uses = usesOf(service, wire.id);
    const kinds = uses.length === 0 ? (['send'] as const) : uses;
    kinds.forEach((kind, index) => {
      if (isReal || index > 0) file.line();
      if (kind === 'cold') writeColdCall(file, wire);
      else writeCall(file, { wire, kind });
    });
  });
  file.line('}');
}

type Use = 'send' | 'emit' | 'cold';

/** Whether steps of a service ask over a wire, tell over it, or ask and never subscribe. */
function usesOf({ handlers }: ServicePlan, id: string): Use[] {
  const found = new Set<Use>();
  for (const { handler } of handlers) {
    walkSteps(handler.steps, '', (step) => {
      if ((step.do === 'send' || step.do === 'emit') && step.wire === id) found.add(isCold(step) ? 'cold' : step.do);
    });
  }
  return (['send', 'emit', 'cold'] as const).filter((kind) => found.has(kind));
}

/** The patterns that a client has to know before it connects; none for most transports. */
function askedOver({ handlers }: ServicePlan, { id, target }: WirePlan): Pattern[] {
  const isTold = target.kind === 'broker' && transportCode(target.broker.broker.transport).namesReplies === true;
  const found = new Map<string, Pattern>();
  for (const { handler } of isTold ? handlers : []) {
    walkSteps(handler.steps, '', (step) => {
      if (step.do === 'send' && step.wire === id) found.set(patternRoute(step.pattern), step.pattern);
    });
  }
  return [...found.values()];
}

function writeCall(file: CodeFile, { wire, kind }: { wire: WirePlan; kind: 'send' | 'emit' }): void {
  const { timeout, ...others } = wire.wire.policies ?? {};
  // A call of gRPC has a deadline, which goes with it.
  const policies = grpcOf(wire) === undefined && timeout !== undefined ? { ...others, timeout } : others;
  const operators = policyOperators(policies, { file, wire, kind });
  const isAsked = kind === 'send';
  file.line(`/** ${isAsked ? 'Asks, and waits for the answer.' : 'Tells, and does not wait.'} */`);
  file.line(`${kind}(pattern: unknown, data: any): ${isAsked ? 'Promise<any>' : 'void'} {`);
  file.indented(() => {
    const helper = file.use(shared, isAsked ? 'answerOf' : 'tell');
    const word = isAsked ? 'return ' : '';
    const source = sourceOf(file, { wire, kind, isAgain: operators.length > 0 });
    if (operators.length === 0) {
      file.line(`${word}${helper}(${source});`);
      return;
    }
    file.line(`${word}${helper}(`);
    file.indented(() => {
      file.line(`${source}.pipe(`);
      file.indented(() => {
        // `emit` gives one empty value, which is nobody's answer.
        if (!isAsked) file.line(`${file.use('rxjs', 'ignoreElements')}(),`);
        for (const operator of operators) file.block(`${operator},`);
      });
      file.line('),');
    });
    file.line(');');
  });
  file.line('}');
}

/** Policies make no difference to what nobody subscribes to. */
function writeColdCall(file: CodeFile, wire: WirePlan): void {
  file.line('/** Asks nobody yet: nothing leaves before somebody subscribes. */');
  file.line(`cold(pattern: unknown, data: any): ${file.useType('rxjs', 'Observable')}<any> {`);
  file.indented(() => {
    const source = sourceOf(file, { wire, kind: 'send', isAgain: true });
    file.line(`return ${grpcOf(wire) === undefined ? source : `${file.use('rxjs', 'defer')}(() => ${source})`};`);
  });
  file.line('}');
}

/** What is subscribed to for each attempt. */
function sourceOf(
  file: CodeFile,
  { wire, kind, isAgain }: { wire: WirePlan; kind: 'send' | 'emit'; isAgain: boolean },
): string {
  const { target } = wire;
  if (target.kind === 'none') {
    return `${file.use('rxjs', 'throwError')}(() => new Error(${quoted(target.reason)}))`;
  }
  const grpc = grpcOf(wire);
  if (grpc !== undefined) return grpcCall(file, { wire, kind, grpc });
  const call = `this.client.${kind}(pattern, data)`;
  // Nest publishes an event when it is asked to, not when somebody subscribes.
  return isAgain && kind === 'emit' ? `${file.use('rxjs', 'defer')}(() => ${call})` : call;
}

const grpcOf = ({ target }: WirePlan): GrpcPlan | undefined => (target.kind === 'service' ? target.grpc : undefined);

/** Which rpc of the .proto each pattern means that is asked here. */
function writeMethods(
  file: CodeFile,
  { service, wire, pattern }: { service: ServicePlan; wire: WirePlan; pattern: ProjectPlan['pattern'] },
): void {
  const grpc = grpcOf(wire);
  if (grpc === undefined) return;
  const asked = new Map<string, string>();
  for (const { handler } of service.handlers) {
    walkSteps(handler.steps, '', (step) => {
      if (step.do !== 'send' || step.wire !== wire.id) return;
      const { key } = pattern(step.pattern);
      asked.set(key, grpcMethod(grpc.contract, step.pattern).rpc);
    });
  }
  file.line(`/** Its methods in ${grpc.path}. */`);
  file.line('const methods = new Map<unknown, string>([');
  file.indented(() => {
    for (const [key, rpc] of asked) file.line(`[${file.use(shared, 'Patterns')}.${key}, '${rpc}'],`);
  });
  file.line(']);');
  file.line();
}

function grpcCall(
  file: CodeFile,
  { wire, kind, grpc }: { wire: WirePlan; kind: 'send' | 'emit'; grpc: GrpcPlan },
): string {
  if (kind === 'emit') return `${file.use(shared, 'noGrpcEvents')}()`;
  const { timeout, idempotency } = wire.wire.policies ?? {};
  const settings = [
    `service: '${grpc.packageName}.${grpc.service}'`,
    'method: methods.get(pattern)',
    ...(timeout === undefined ? [] : [`deadlineMs: ${timeout.ms}`]),
    ...(idempotency === true ? [`stamp: ${file.use(shared, 'stampIdempotencyKey')}`] : []),
  ];
  return `${file.use(shared, 'callGrpc')}(this.client, data, { ${settings.join(', ')} })`;
}
