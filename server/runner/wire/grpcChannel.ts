import { ClientGrpcProxy } from '@nestjs/microservices';
import type { Observable } from 'rxjs';
import type { Pattern } from '#shared/flow/pattern.ts';
import { grpcMethod, grpcPath, type GrpcContract } from '#shared/transports/grpcContract.ts';
import { grpcDefinition, payloadCodec } from './grpcDefinition.ts';
import { grpc } from './grpcPackage.ts';
import type { GrpcValue } from './grpcValue.ts';

/** As for TCP. */
const maxMessage = 16 * 1024 * 1024;

/** Without the first three a client finds its service a second after it is back; with them in 0.1 s (brokers.md §3.3). */
const channelOptions = {
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.min_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 500,
  'grpc.max_receive_message_length': maxMessage,
  'grpc.max_send_message_length': maxMessage,
  // Else clients of the same address share a connection, and a fault on one of them would hit the others.
  'grpc.use_local_subchannel_pool': 1,
  // The services are on this machine, whatever http_proxy says.
  'grpc.enable_http_proxy': 0,
  'grpc.enable_channelz': 0,
};

/** A method as `getService` of Nest's client gives it: cold, one call per subscription. */
type Stub = (value: GrpcValue, metadata: grpc.Metadata, options: grpc.CallOptions) => Observable<GrpcValue>;

interface ChannelParts {
  port: number;
  onStatus: (status: string) => void;
}

/** One channel of NestJS's gRPC client, from its making to its end. */
export class GrpcChannel {
  readonly port: number;
  readonly nest: ClientGrpcProxy;
  readonly #contract: GrpcContract;
  readonly #native: grpc.Client;
  readonly #stubs: Readonly<Record<string, Stub>>;
  readonly #onStatus: (status: string) => void;
  readonly #waiting = new Set<(isConnected: boolean) => void>();

  constructor(contract: GrpcContract, { port, onStatus }: ChannelParts) {
    this.port = port;
    this.#contract = contract;
    this.#onStatus = onStatus;
    const options = {
      package: contract.package,
      packageDefinition: grpcDefinition(contract),
      url: `127.0.0.1:${port}`,
      channelOptions,
    };
    this.nest = new ClientGrpcProxy(options);
    this.#native = this.nest.getClientByServiceName<grpc.Client>(contract.service);
    this.#stubs = this.nest.getService(contract.service);
    this.#watch(this.#native.getChannel().getConnectivityState(false));
  }

  /** What answers a pattern, and whether with many values. */
  method(pattern: Pattern): { stub: Stub; isStream: boolean } {
    const { rpc, isStream, isKnown } = grpcMethod(this.#contract, pattern);
    const known = isKnown ? this.#stubs[rpc] : undefined;
    return { stub: known ?? this.#unknownStub(rpc), isStream };
  }

  /** Calls back once: as soon as it is connected, or when it has tried to in vain. Returns how to stop waiting. */
  whenSettled(begin: (isConnected: boolean) => void): () => void {
    const state = this.#native.getChannel().getConnectivityState(true);
    const isConnected = settled(state);
    if (isConnected === undefined) this.#waiting.add(begin);
    else begin(isConnected);
    return () => this.#waiting.delete(begin);
  }

  close(): void {
    this.nest.close();
  }

  #watch(before: grpc.connectivityState): void {
    const channel = this.#native.getChannel();
    channel.watchConnectivityState(before, Infinity, () => {
      // Somebody waits for a connection that was lost as soon as it was made.
      if (this.#waiting.size > 0) channel.getConnectivityState(true);
      // Asked again: connecting has changed it, and who watches is told of changes from here on only.
      const state = channel.getConnectivityState(false);
      const status = statuses[state];
      if (status !== undefined && state !== before) this.#onStatus(status);
      if (state !== grpc.connectivityState.SHUTDOWN) this.#watch(state);
      const isConnected = settled(state);
      if (isConnected === undefined) return;
      const waiting = [...this.#waiting];
      this.#waiting.clear();
      for (const begin of waiting) begin(isConnected);
    });
  }

  /** As another version of the .proto would have it: Nest's own way to call a method, with one more of them. */
  #unknownStub(rpc: string): Stub {
    const { serialize, deserialize } = payloadCodec();
    const path = grpcPath(this.#contract, rpc);
    // oxlint-disable-next-line eslint/max-params -- as the methods of a client of @grpc/grpc-js
    const call = (
      value: GrpcValue,
      metadata: grpc.Metadata,
      options: grpc.CallOptions,
      done: grpc.requestCallback<GrpcValue>,
    ) => this.#native.makeUnaryRequest(path, serialize, deserialize, value, metadata, options, done);
    return this.nest.createServiceMethod({ [rpc]: call }, rpc) as Stub;
  }
}

/** As the wire shows them; while it connects it is what it was. */
const statuses: Readonly<Partial<Record<grpc.connectivityState, string>>> = {
  [grpc.connectivityState.READY]: 'connected',
  [grpc.connectivityState.TRANSIENT_FAILURE]: 'reconnecting',
  [grpc.connectivityState.IDLE]: 'disconnected',
  [grpc.connectivityState.SHUTDOWN]: 'disconnected',
};

/** Whether a call would leave now; undefined as long as nobody knows. */
function settled(state: grpc.connectivityState): boolean | undefined {
  switch (state) {
    case grpc.connectivityState.READY:
      return true;
    case grpc.connectivityState.TRANSIENT_FAILURE:
    case grpc.connectivityState.SHUTDOWN:
      return false;
    case grpc.connectivityState.IDLE:
    case grpc.connectivityState.CONNECTING:
      return undefined;
  }
}
