import { ServerGrpc, type MessageHandler, type WritePacket } from '@nestjs/microservices';
import { patternRoute, type Pattern } from '#shared/flow/pattern.ts';
import { grpcMethod, grpcPath, type GrpcContract } from '#shared/transports/grpcContract.ts';
import { ArrivingHop } from '../trace/arrivingHop.ts';
import { hopContext } from '../trace/context.ts';
import { toJson } from '../trace/describeError.ts';
import type { ServerWatch } from '../trace/tracedServer.ts';
import { grpcDefinition, payloadCodec } from '../wire/grpcDefinition.ts';
import { statusOf } from '../wire/grpcErrors.ts';
import { grpc } from '../wire/grpcPackage.ts';
import { fromGrpcValue, toGrpcValue } from '../wire/grpcValue.ts';
import type { ServiceHealth } from '../health/serviceHealth.ts';
import { addGrpcHealth } from './grpcHealth.ts';
import { GrpcAnswer, type GrpcCall, type GrpcCallback, type ServeGrpc } from './grpcCall.ts';
import { GrpcDoor } from './grpcDoor.ts';

/** Bytes of one message; the library's own limit is 4 MB, of TCP it is 16 MB here. */
const maxMessage = 16 * 1024 * 1024;
/** How long those who were asked to leave may take. */
const maxLeaveMs = 300;

/**
 * NestJS's own gRPC server, watched. It has none of the steps that the others have in common (tracedServer.ts), so the hop
 * is made where the library hands over a call:
 *
 *   grpc-js ─▶ `received` ─▶ faults ─▶ Nest's method ─▶ handler ─▶ answer ─▶ faults ─▶ `replied` ─▶ grpc-js
 */
export class TracedGrpcServer extends ServerGrpc {
  readonly #contract: GrpcContract;
  readonly #watch: ServerWatch;
  readonly #health: ServiceHealth | undefined;
  readonly #served = new Map<string, { method: ServeGrpc; isStream: boolean }>();
  #door: GrpcDoor | undefined;

  constructor(contract: GrpcContract, watch: ServerWatch, health?: ServiceHealth) {
    super({
      package: contract.package,
      packageDefinition: grpcDefinition(contract),
    });
    this.#contract = contract;
    this.#watch = watch;
    this.#health = health;
  }

  get port(): number | undefined {
    return this.#door?.port;
  }

  stopAccepting(): void {
    this.#door?.drain();
  }

  /** As the end of the process ends it; who was asked to leave may still leave. */
  cut(): void {
    if (this.#door?.isDraining !== true) this.#door?.cut();
  }

  override async close(): Promise<void> {
    await this.#door?.left(maxLeaveMs);
    this.#door?.cut();
    await super.close();
  }

  override async createClient(): Promise<grpc.Server> {
    const server = new grpc.Server({
      'grpc.max_receive_message_length': maxMessage,
      'grpc.max_send_message_length': maxMessage,
    });
    if (this.#health !== undefined) addGrpcHealth(server, this.#health);
    this.#watchUnknown(server);
    this.#door = await GrpcDoor.open(server);
    return server;
  }

  /** The library refuses a service without methods; whoever calls it is told that it has none. */
  override async bindEvents(): Promise<void> {
    if (this.#contract.methods.length > 0) await super.bindEvents();
  }

  override createServiceMethod(
    handler: MessageHandler,
    native: { path: string; responseStream: boolean },
    ...[type]: [Parameters<ServerGrpc['createServiceMethod']>[2]]
  ): (call: GrpcCall, callback?: GrpcCallback) => void {
    const method = super.createServiceMethod(handler, native, type) as ServeGrpc;
    this.#served.set(native.path, { method, isStream: native.responseStream });
    return (call, callback) => this.#arrive(native.path, call, callback);
  }

  #arrive(path: string, call: GrpcCall, callback: GrpcCallback | undefined): void {
    const { messages, place } = this.#watch;
    const answer = new GrpcAnswer(call, callback);
    const data = fromGrpcValue(call.request);
    const hop = new ArrivingHop('request', place);
    hop.arrive({ headers: call.metadata.getMap(), pattern: this.#patternOf(path) });
    this.#findHandler(hop);
    messages?.arrived(hop);
    if (messages?.isBroken !== true) {
      this.#handle({ hop, path, data, answer });
      return;
    }
    let isCopy = false;
    messages.request({
      hop,
      data,
      arrive: ({ pattern, payload } = {}) => {
        // Who asked has room for one answer: that to a copy is dropped.
        const arrived = isCopy ? hop.at(hop.place) : hop;
        const arrival = { hop: arrived, path, data: payload === undefined ? data : payload.value, answer };
        if (pattern !== undefined) {
          arrived.pattern = pattern;
          arrival.path = this.#pathOf(pattern);
          this.#findHandler(arrived);
        }
        this.#handle(arrival, isCopy);
        isCopy = true;
      },
    });
  }

  #handle({ hop, path, data, answer }: Arrival, isCopy = false): void {
    const { tracer, messages } = this.#watch;
    tracer.hop('received', hop, { data: toJson(data) });
    const frame = (written: WritePacket): void => {
      if (isCopy) return;
      let isSent = false;
      const send = (sent: WritePacket): void => {
        if (isSent && !answer.isStream) return;
        isSent = true;
        tracer.hop('replied', hop, { ...contentOf(sent), ...(answer.isCancelled ? { note: tooLate } : {}) });
        answer.send(sent);
      };
      if (messages?.isBroken === true) messages.reply({ hop, frame: written }, send);
      else send(written);
    };
    const serve = this.#served.get(path);
    if (serve === undefined || serve.isStream !== answer.isStream) {
      tracer.hop('unhandled', hop, { note: 'No handler here answers this method.' });
      frame({ err: { code: grpc.status.UNIMPLEMENTED, details: `The server does not implement the method ${path}` } });
      return;
    }
    const failed = (error: unknown): void => frame({ err: error, isDisposed: true });
    hopContext.run(hop, () => {
      Promise.resolve(serve.method(...answer.through(data, frame))).catch(failed);
    });
  }

  #findHandler(hop: ArrivingHop): void {
    const known = this.#watch.handlers.get(patternRoute(hop.pattern));
    hop.place = known === undefined ? this.#watch.place : { ...this.#watch.place, handler: known.id };
  }

  #patternOf(path: string): Pattern {
    const known = this.#contract.methods.find(({ rpc }) => grpcPath(this.#contract, rpc) === path);
    return known?.pattern ?? path;
  }

  #pathOf(pattern: Pattern): string {
    return grpcPath(this.#contract, grpcMethod(this.#contract, pattern).rpc);
  }

  /**
   * The library answers by itself when nobody has registered a method, and tells nobody. It looks a method up in this map,
   * which it keeps to itself: without it such calls are only seen by their callers.
   */
  #watchUnknown(server: grpc.Server): void {
    const known: unknown = Reflect.get(server, 'handlers');
    if (!(known instanceof Map)) return;
    const { serialize, deserialize } = payloadCodec();
    const unknown = (path: string): object => ({
      func: (call: GrpcCall, callback: GrpcCallback) => this.#arrive(path, call, callback),
      deserialize: (bytes: Buffer) => readable(bytes, deserialize),
      serialize,
      type: 'unary',
      path,
    });
    const all = Object.assign(new Map<unknown, unknown>(known), {
      get: (path: string): unknown => Map.prototype.get.call(all, path) ?? unknown(path),
    });
    Reflect.set(server, 'handlers', all);
  }
}

interface Arrival {
  hop: ArrivingHop;
  path: string;
  data: unknown;
  answer: GrpcAnswer;
}

const tooLate = 'The caller had given up: gRPC drops this answer.';

/** As the caller gets it: of an error the status alone. */
function contentOf(frame: WritePacket): object {
  if (frame.err) {
    const { code, details } = statusOf(frame.err);
    const packet = `grpc-status: ${code}\r\ngrpc-message: ${encodeURI(details)}`;
    return { error: { code, details }, packet, last: true };
  }
  const data = 'response' in frame ? { data: toJson(frame.response) } : {};
  return { ...data, last: frame.isDisposed === true };
}

/** A stranger may call an unknown method with a message of its own. */
function readable(bytes: Buffer, deserialize: (bytes: Buffer) => object): object {
  try {
    return deserialize(bytes);
  } catch {
    // It is answered all the same, that nobody knows the method.
    return toGrpcValue(`${bytes.length} bytes`);
  }
}
