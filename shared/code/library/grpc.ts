import type { LibraryFile } from './file.ts';

/** gRPC, as the other transports are: patterns become methods, and payloads are plain JSON. */
export const grpcFiles: readonly LibraryFile[] = [
  {
    path: 'grpc',
    exports: ['JsonOverGrpc', 'callGrpc', 'noGrpcEvents'],
    needs: [],
    text: `import { Metadata } from '@grpc/grpc-js';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { ClientGrpc } from '@nestjs/microservices';
import { defer, map, type Observable, throwError } from 'rxjs';

/** google.protobuf.Value: any JSON. Exactly one field is there. */
interface Value {
  nullValue?: number;
  numberValue?: number;
  stringValue?: string;
  boolValue?: boolean;
  structValue?: { fields?: Record<string, Value> };
  listValue?: { values?: Value[] };
}

function toValue(value: any): Value {
  if (typeof value?.toJSON === 'function') return toValue(value.toJSON());
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number' && Number.isFinite(value)) return { numberValue: value };
  if (Array.isArray(value)) return { listValue: { values: value.map(toValue) } };
  if (typeof value !== 'object' || value === null) return { nullValue: 0 };
  const fields = Object.entries(value).filter(([, field]) => field !== undefined && typeof field !== 'function');
  return { structValue: { fields: Object.fromEntries(fields.map(([key, field]) => [key, toValue(field)])) } };
}

function fromValue(value: Value): any {
  const { stringValue, numberValue, boolValue, structValue, listValue } = value;
  if (structValue !== undefined) {
    const fields = Object.entries(structValue.fields ?? {});
    return Object.fromEntries(fields.map(([key, field]) => [key, fromValue(field)]));
  }
  if (listValue !== undefined) return (listValue.values ?? []).map(fromValue);
  return stringValue ?? numberValue ?? boolValue ?? null;
}

/** Around a method of gRPC: it gets plain JSON, and gives it. */
@Injectable()
export class JsonOverGrpc implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const args = context.getArgs();
    args[0] = fromValue(args[0]);
    return next.handle().pipe(map(toValue));
  }
}

type Method = (value: Value, metadata: Metadata, options: { deadline?: number }) => Observable<Value>;

export interface GrpcCall {
  /** With its package: orders.OrdersService */
  service: string;
  method: string | undefined;
  /** Caller and callee both give up then. */
  deadlineMs?: number;
  /** Puts on what travels with the call. */
  stamp?: (packet: { metadata?: Record<string, string> }) => void;
}

/** As ClientProxy.send: calls when somebody subscribes, and once for each who does. */
export function callGrpc(client: ClientGrpc, data: unknown, call: GrpcCall): Observable<unknown> {
  return defer(() => {
    const { service, method, deadlineMs, stamp } = call;
    const packet: { metadata?: Record<string, string> } = {};
    stamp?.(packet);
    const metadata = new Metadata();
    for (const [name, value] of Object.entries(packet.metadata ?? {})) metadata.set(name, value);
    const stubs = client.getService<Record<string, Method>>(service.slice(service.indexOf('.') + 1));
    const known = method === undefined ? undefined : stubs[method];
    if (known === undefined) return throwError(() => unimplemented('/' + service + '/' + method));
    const options = deadlineMs === undefined ? {} : { deadline: Date.now() + deadlineMs };
    return known(toValue(data), metadata, options).pipe(map(fromValue));
  });
}

/** gRPC has calls only. */
export const noGrpcEvents = (): Observable<never> =>
  throwError(() => new Error('gRPC has no events: send it instead.'));

/** What a server says to it whose .proto is older than that of its caller. */
function unimplemented(path: string): Error {
  const details = 'The server does not implement the method ' + path;
  return Object.assign(new Error('12 UNIMPLEMENTED: ' + details), { code: 12, details });
}
`,
  },
];
