import { healthPattern, takesHealthMessages } from '../../health.ts';
import { CodeFile, type WrittenFile } from '../codeFile.ts';
import type { BrokerPlan } from '../brokerPlan.ts';
import type { ServicePlan } from '../plan.ts';
import { brokerImage, transportCode } from '../transports/index.ts';
import { listenerOptions } from './appFiles.ts';
import { withImports } from './withImports.ts';

const common = '@nestjs/common';
const microservices = '@nestjs/microservices';
const terminus = '@nestjs/terminus';

/** `health.controller.ts`: what Docker, Kubernetes and other services ask; it answers as on the canvas. */
export function healthFile(service: ServicePlan): WrittenFile {
  const file = new CodeFile();
  const pings = pingsOf(service);
  file.line(`@${file.use(common, 'Controller')}('health')`);
  file.line('export class HealthController {');
  file.indented(() => {
    file.line('constructor(');
    file.indented(() => {
      file.line(`private readonly health: ${file.use(terminus, 'HealthCheckService')},`);
      file.line(`private readonly memory: ${file.use(terminus, 'MemoryHealthIndicator')},`);
      if (pings.size > 0)
        file.line(`private readonly microservice: ${file.use(terminus, 'MicroserviceHealthIndicator')},`);
    });
    file.line(') {}');
    file.line();
    file.line('/** Whether it must be started anew. */');
    file.line(`@${file.use(common, 'Get')}('live')`);
    file.line(`@${file.use(terminus, 'HealthCheck')}()`);
    file.line('live() {');
    file.indented(() => {
      file.line("return this.health.check([() => this.memory.checkHeap('memory', 400 * 1024 * 1024)]);");
    });
    file.line('}');
    file.line();
    file.line('/** Whether it can take messages. */');
    file.line("@Get('ready')");
    file.line('@HealthCheck()');
    file.line('ready() {');
    file.indented(() => writeCheck(file, pings));
    file.line('}');
    writeMessage(file, service);
    writeGrpc(file, service);
  });
  file.line('}');
  return file.end();
}

function writeCheck(file: CodeFile, pings: ReadonlyMap<string, string>): void {
  if (pings.size === 0) {
    file.line('return this.health.check([]);');
    return;
  }
  file.line('return this.health.check([');
  file.indented(() => {
    for (const [broker, options] of pings) {
      file.line('() =>');
      file.indented(() => file.block(`this.microservice.pingCheck('${broker}', ${withImports(file, options)}),`));
    }
  });
  file.line(']);');
}

/** The options to reach each broker with that it listens on or sends to, by the broker's id. */
function pingsOf(service: ServicePlan): Map<string, string> {
  const pings = new Map<string, string>();
  for (const plan of service.listeners) {
    if (plan.via === 'broker') pings.set(plan.broker.id, ping(plan.broker) ?? listenerOptions(plan, service));
  }
  for (const { target } of service.wires) {
    if (target.kind !== 'broker' || pings.has(target.broker.id)) continue;
    const client = transportCode(target.broker.broker.transport).client?.(addressOf(target.broker), undefined, target);
    pings.set(target.broker.id, ping(target.broker) ?? client ?? '{}');
  }
  return pings;
}

const addressOf = (broker: BrokerPlan) => ({
  ...broker,
  host: '127.0.0.1',
  port: brokerImage(broker.broker.transport).port,
});

const ping = (broker: BrokerPlan): string | undefined =>
  transportCode(broker.broker.transport).ping?.(addressOf(broker));

function writeMessage(file: CodeFile, { id, service, listeners }: ServicePlan): void {
  const hearsPatterns = listeners.some(({ listener }) => listener.transport !== 'grpc');
  if (!hearsPatterns || takesHealthMessages(id, service)) return;
  file.line();
  file.line('/** The same for who asks by a message. An exception would get there as "Internal server error". */');
  file.line(`@${file.use(microservices, 'MessagePattern')}('${healthPattern(id)}')`);
  file.line('async answer(): Promise<unknown> {');
  file.indented(() => {
    file.line('try {');
    file.indented(() => file.line('return await this.ready();'));
    file.line('} catch (error) {');
    file.indented(() => {
      file.line(`if (error instanceof ${file.use(common, 'HttpException')}) return error.getResponse();`);
      file.line('throw error;');
    });
    file.line('}');
  });
  file.line('}');
}

function writeGrpc(file: CodeFile, { grpc }: ServicePlan): void {
  if (grpc === undefined) return;
  file.line();
  file.line("/** gRPC's own health service: 1 is SERVING, 2 is NOT_SERVING. */");
  file.line(`@${file.use(microservices, 'GrpcMethod')}('Health', 'Check')`);
  file.line('async check(): Promise<{ status: number }> {');
  file.indented(() => {
    file.line('try {');
    file.indented(() => {
      file.line('await this.ready();');
      file.line('return { status: 1 };');
    });
    file.line('} catch {');
    file.indented(() => file.line('return { status: 2 };'));
    file.line('}');
  });
  file.line('}');
}
