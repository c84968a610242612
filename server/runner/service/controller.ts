import 'reflect-metadata';
import {
  Body,
  Controller,
  Delete,
  Get,
  Head,
  Headers,
  Options,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Req,
  UseGuards,
  type CanActivate,
  type Type,
} from '@nestjs/common';
import { Ctx, EventPattern, GrpcMethod, MessagePattern, Payload } from '@nestjs/microservices';
import type { Request } from 'express';
import type { Handler } from '#shared/flow/flow.ts';
import { grpcMethod, type GrpcContract } from '#shared/transports/grpcContract.ts';
import { ArrivingHop } from '../trace/arrivingHop.ts';
import { hopContext, hopOf } from '../trace/context.ts';
import { handled, isFromOutside, type HttpWatch } from '../trace/httpHops.ts';
import { runHandler, type HandlerHost } from './runHandler.ts';

const verbs = { GET: Get, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete, HEAD: Head, OPTIONS: Options } as const;

export interface ControllerParts {
  host: HandlerHost;
  handlers: Readonly<Record<string, Handler>>;
  /** The http listener; without one its routes are left out. */
  http: HttpWatch | undefined;
  /** The methods of the grpc listener, when there is one. */
  grpc: GrpcContract | undefined;
  /** What a handler's payload, or body, has to be like, by the handler's id: what TypeScript would tell of the parameter's type. */
  dtos: ReadonlyMap<string, Type>;
}

/** The controller class of a service, with the decorators that TypeScript would have put on its methods. */
export function makeController({ host, handlers, http, grpc, dtos }: ControllerParts): Type {
  @Controller()
  class Handlers {}
  for (const [id, { on }] of Object.entries(handlers)) {
    if ('http' in on) {
      if (http !== undefined) addRoute(Handlers, { id, route: on.http, host, http, dto: dtos.get(id) });
      continue;
    }
    const method = (data: unknown, context: object): unknown =>
      runHandler(host, { handler: id, hop: hopFor(id, context), scope: { data } });
    const dto = dtos.get(id);
    const pattern = 'message' in on ? MessagePattern(on.message) : EventPattern(on.event);
    addMethod(Handlers, { key: `handle_${id}`, method, dto }, pattern);
    // A method has one pattern in NestJS: what gRPC calls is a second method that does the same.
    if (grpc === undefined || !('message' in on)) continue;
    const { rpc } = grpcMethod(grpc, on.message);
    addMethod(
      Handlers,
      { key: `call_${id}`, method: (data, context) => method(data, context), dto },
      GrpcMethod(grpc.service, rpc),
    );
  }
  return Handlers;
}

interface MethodParts {
  key: string;
  method: (data: unknown, context: object) => unknown;
  dto: Type | undefined;
}

function addMethod(controller: Type, { key, method, dto }: MethodParts, decorate: MethodDecorator): void {
  const target = controller.prototype as object;
  decorate(target, key, define(controller, key, method));
  Payload()(target, key, 0);
  Ctx()(target, key, 1);
  if (dto !== undefined) typeParameters(controller, key, [dto]);
}

function addRoute(controller: Type, { id, route, host, http, dto }: RouteParts): void {
  const [verb, path] = splitRoute(route);
  const arrive = (request: Request): ArrivingHop => handled(request, { id, pattern: route }, http);
  const method = (request: Request, scope: HttpScope): unknown => {
    const hop = arrive(request);
    return runHandler(host, { handler: id, hop, scope: { ...scope }, mayBeLeft: isFromOutside(request) });
  };
  const key = `handle_${id}`;
  const descriptor = define(
    controller,
    key,
    // oxlint-disable-next-line eslint/max-params -- one parameter for each decorator
    (request: Request, body: unknown, params: object, query: object, headers: object) =>
      method(request, { body, params: { ...params }, query: { ...query }, headers }),
  );
  verbs[verb](path)(controller.prototype, key, descriptor);
  [Req(), Body(), Param(), Query(), Headers()].forEach((decorate, at) => decorate(controller.prototype, key, at));
  if (dto === undefined) return;
  typeParameters(controller, key, [Object, dto, Object, Object, Object]);
  // A pipe may throw before the method runs, and its request has arrived by then.
  const arrived: CanActivate = { canActivate: (context) => arrive(context.switchToHttp().getRequest()).hasArrived };
  UseGuards(arrived)(controller.prototype, key, descriptor);
}

/** What TypeScript emits with `emitDecoratorMetadata`, and Nest's pipes look at. */
function typeParameters(controller: Type, key: string, types: readonly Type[]): void {
  Reflect.defineMetadata('design:paramtypes', types, controller.prototype, key);
}

interface RouteParts {
  id: string;
  route: string;
  host: HandlerHost;
  http: HttpWatch;
  dto: Type | undefined;
}

interface HttpScope {
  body: unknown;
  params: object;
  query: object;
  headers: object;
}

/** `POST /orders/:id` as its two parts; the schema has looked at it. */
export function splitRoute(route: string): [verb: keyof typeof verbs, path: string] {
  const space = route.indexOf(' ');
  const verb = route.slice(0, space);
  return [Object.hasOwn(verbs, verb) ? (verb as keyof typeof verbs) : 'GET', route.slice(space + 1)];
}

/** The key is never a handler's bare id: one named `onModuleInit` or `then` would mean something to Nest. */
function define(controller: Type, key: string, method: (...values: never[]) => unknown) {
  const descriptor = { value: method, writable: true, configurable: true, enumerable: false };
  Object.defineProperty(controller.prototype, key, descriptor);
  return descriptor;
}

/** The message that Nest is handling. Two event handlers of one pattern share a message, each with its own place. */
function hopFor(handler: string, context: object): ArrivingHop {
  const hop = hopOf(context) ?? hopContext.getStore();
  if (!(hop instanceof ArrivingHop)) throw new Error('A message arrived outside of its context.');
  return hop.place.handler === handler ? hop : hop.at({ ...hop.place, handler });
}
