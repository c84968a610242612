import { pascal, UniqueNames, wordsOf } from '../code/naming.ts';
import { namePattern } from '../code/patterns.ts';
import type { Service } from '../flow/flow.ts';
import { patternRoute, patternText, type Pattern } from '../flow/pattern.ts';
import { walkSteps, type Step } from '../steps/step.ts';

/**
 * What a service with a grpc listener promises: one rpc per message pattern, made from the drawing alone, so that the
 * service, the wires that lead to it, the exported project and every stranger with the .proto agree.
 *
 *   service "orders", { cmd: 'create_order' }  ─▶  package orders · OrdersService · rpc CreateOrder
 */
export interface GrpcContract {
  /** `orders` */
  package: string;
  /** `OrdersService` */
  service: string;
  methods: GrpcMethod[];
}

export interface GrpcMethod {
  /** `CreateOrder` */
  rpc: string;
  pattern: Pattern;
  /** Answers with any number of values: its handler has a `stream` step. */
  isStream: boolean;
}

/** Every payload, as any JSON can be one. Source: the JSON mapping of google/protobuf/struct.proto. */
export const grpcPayload = 'google.protobuf.Value';

/** The contract of a service, whether it has a grpc listener or not. */
export function grpcContract({ name, handlers }: Pick<Service, 'name' | 'handlers'>): GrpcContract {
  const rpcs = new UniqueNames(takenRpcs);
  const methods = new Map<string, GrpcMethod>();
  for (const { on, steps } of Object.values(handlers)) {
    // gRPC has calls only: nothing in it is an event.
    if (!('message' in on)) continue;
    const route = patternRoute(on.message);
    const rpc = methods.get(route)?.rpc ?? rpcs.take(rpcName(on.message));
    // Of two handlers of one pattern Nest keeps the last.
    methods.set(route, { rpc, pattern: on.message, isStream: streams(steps) });
  }
  return { package: packageName(name), service: serviceName(name), methods: [...methods.values()] };
}

/** The method of a pattern. One that nobody answers has a name too, which no method has: calling it gives UNIMPLEMENTED. */
export function grpcMethod({ methods }: GrpcContract, pattern: Pattern): GrpcMethod & { isKnown: boolean } {
  const route = patternRoute(pattern);
  const found = methods.find((method) => patternRoute(method.pattern) === route);
  if (found !== undefined) return { ...found, isKnown: true };
  const rpc = new UniqueNames([...takenRpcs, ...methods.map((method) => method.rpc)]).take(rpcName(pattern));
  return { rpc, pattern, isStream: false, isKnown: false };
}

/** The path of a method in HTTP/2: `/orders.OrdersService/CreateOrder`. */
export const grpcPath = (contract: GrpcContract, rpc: string): string =>
  `/${contract.package}.${contract.service}/${rpc}`;

/** The .proto file. */
export function grpcProto(contract: GrpcContract): string {
  const methods = contract.methods.flatMap(({ rpc, pattern, isStream }) => [
    `  // ${oneLine(patternText(pattern))}`,
    `  rpc ${rpc} (${grpcPayload}) returns (${isStream ? 'stream ' : ''}${grpcPayload});`,
  ]);
  return [
    'syntax = "proto3";',
    '',
    `package ${contract.package};`,
    '',
    '// Any JSON is a payload: numbers, texts, lists, objects, null.',
    'import "google/protobuf/struct.proto";',
    '',
    `service ${contract.service} {`,
    ...methods,
    '}',
    '',
  ].join('\n');
}

/**
 * Methods that every object or every client of gRPC has: an rpc of such a name would take its place, since @grpc/grpc-js
 * knows each rpc in camel case too. A client with an rpc `Close` could not be closed.
 */
const takenRpcs = (
  'Close GetChannel WaitForReady MakeUnaryRequest MakeClientStreamRequest MakeServerStreamRequest MakeBidiStreamRequest ' +
  'CheckOptionalUnaryResponseArguments CheckMetadataAndOptions Constructor Prototype ToString ToLocaleString ValueOf ' +
  'HasOwnProperty IsPrototypeOf PropertyIsEnumerable'
).split(' ');

/** What @grpc/grpc-js passes over, and the package of what every payload is made of. */
const takenPackages: ReadonlySet<string> = new Set(['google', 'constructor', 'prototype']);

const rpcName = (pattern: Pattern): string => pascal(namePattern(pattern), 'pattern');

const serviceName = (name: string): string => `${pascal(name, 'service').replace(/(.)Service$/, '$1')}Service`;

function packageName(name: string): string {
  const text = wordsOf(name).join('_').slice(0, 40).replace(/_$/, '');
  const begun = /^[a-z]/.test(text) ? text : `service_${text}`.replace(/_$/, '');
  return takenPackages.has(begun) ? `${begun}_service` : begun;
}

function streams(steps: readonly Step[]): boolean {
  let found = false;
  walkSteps(steps, '', (step) => {
    found ||= step.do === 'stream';
  });
  return found;
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 120);
