import type { Flow } from '../flow/flow.ts';
import { own } from '../flow/lookup.ts';
import { colorsAndCats } from './colorsAndCats.ts';
import { exceptions } from './exceptions.ts';
import { everyTransport } from './everyTransport.ts';
import { failingService } from './failingService.ts';
import { fanOut } from './fanOut.ts';
import { idempotentConsumer } from './idempotentConsumer.ts';
import { loadBalancing } from './loadBalancing.ts';
import { math } from './math.ts';
import { orderSaga } from './orderSaga.ts';
import { outbox } from './outbox.ts';
import { pingPong } from './pingPong.ts';
import { sagaThatUndoes } from './sagaThatUndoes.ts';
import { usersGateway } from './usersGateway.ts';
import { exampleMenu, type ExampleEntry } from './menu.ts';

export interface Example extends ExampleEntry {
  flow: Flow;
}

const flows: Readonly<Record<string, Flow>> = {
  'ping-pong': pingPong,
  math: math,
  'colors-and-cats': colorsAndCats,
  'users-gateway': usersGateway,
  'order-saga': orderSaga,
  'fan-out': fanOut,
  'load-balancing': loadBalancing,
  'failing-service': failingService,
  exceptions: exceptions,
  'every-transport': everyTransport,
  'idempotent-consumer': idempotentConsumer,
  outbox: outbox,
  'saga-that-undoes': sagaThatUndoes,
};

/** The example menu with what each entry opens. An entry without a flow is a mistake that no test would get past. */
export const examples: readonly Example[] = exampleMenu.map((entry) => ({ ...entry, flow: flowOf(entry.id) }));

function flowOf(id: string): Flow {
  const flow = own(flows, id);
  if (flow === undefined) throw new Error(`The example "${id}" is in the menu and has no flow: add it here.`);
  return flow;
}

export const defaultExample = 'order-saga';

export function findExample(id: string): Example | undefined {
  return examples.find((candidate) => candidate.id === id);
}
