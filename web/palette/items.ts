import {
  IconAddressBook,
  IconBoxMultiple,
  IconDatabase,
  IconNote,
  IconUser,
  IconWorld,
  type Icon,
} from '@tabler/icons-react';
import type { Edit } from '#shared/flow/edits.ts';
import type { Broker, Flow, PlacedPart, Position, Service } from '#shared/flow/flow.ts';
import { transports, type Transport } from '#shared/transports/transport.ts';
import { freshId } from '#shared/ids.ts';
import { freeName, freeNameAmong, partKinds, placedItems } from '../flow/placed.ts';
import { transportLooks } from '../transports/index.ts';
import { freePlace } from './freePlace.ts';

/** What can be put on the canvas. Everything new runs at once: a service comes with a listener and a handler that answers. */

export interface NewItem {
  part: PlacedPart;
  id: string;
  edits: Edit[];
}

export interface PaletteItem {
  id: string;
  label: string;
  explain: string;
  group: 'Services' | 'Brokers' | 'Traffic';
  icon: Icon;
  /** A colour of the Mantine theme. */
  color: string;
  create: (flow: Flow, position: Position) => NewItem;
}

function put(flow: Flow, part: PlacedPart, value: { [field: string]: unknown }): NewItem {
  const id = freshId(partKinds[part], placedItems(flow));
  return { part, id, edits: [{ edit: 'put', part, id, value }] };
}

const firstHandlers: Record<Transport, Service['handlers']> = {
  http: { hello: { on: { http: 'GET /hello' }, steps: [{ do: 'reply', value: "{ hello: 'world' }" }] } },
  tcp: { hello: { on: { message: { cmd: 'hello' } }, steps: [{ do: 'reply', value: '{ hello: data }' }] } },
  redis: { created: { on: { event: 'cat_created' }, steps: [{ do: 'log', value: 'data' }] } },
  grpc: { hello: { on: { message: 'say_hello' }, steps: [{ do: 'reply', value: '{ hello: data }' }] } },
  nats: { hello: { on: { message: 'greet.hello' }, steps: [{ do: 'reply', value: '{ hello: data }' }] } },
  kafka: { placed: { on: { event: 'orders.placed' }, steps: [{ do: 'log', value: 'data' }] } },
  mqtt: { reading: { on: { event: 'sensors/+/reading' }, steps: [{ do: 'log', value: 'data' }] } },
  rmq: { task: { on: { event: 'task' }, steps: [{ do: 'log', value: 'data' }] } },
};

const names: Record<Transport, string> = {
  http: 'gateway',
  tcp: 'service',
  redis: 'subscriber',
  nats: 'worker',
  kafka: 'consumer',
  grpc: 'greeter',
  mqtt: 'listener',
  rmq: 'consumer',
};

function serviceItem(transport: Transport): PaletteItem {
  const look = transportLooks[transport];
  return {
    id: `${transport}-service`,
    label: look.serviceName,
    explain: look.explain,
    group: 'Services',
    icon: look.icon,
    color: look.color,
    create: (flow, position) => newService(flow, { transport, position }),
  };
}

/** A service behind a broker needs one: the first there is, else one of its own that comes along. */
function newService(flow: Flow, { transport, position }: { transport: Transport; position: Position }): NewItem {
  const look = transportLooks[transport];
  const known = Object.entries(flow.brokers).find(([, broker]) => broker.transport === transport)?.[0];
  const added =
    isBrokered(transport) && known === undefined
      ? newBroker(flow, { transport, position: beside(flow, position) })
      : undefined;
  const made = put(flow, 'services', {
    name: freeName(flow, names[transport], '-'),
    position,
    replicas: 1,
    listeners: { [transport]: look.create(known ?? added?.id) },
    handlers: firstHandlers[transport],
  });
  return { ...made, edits: [...(added?.edits ?? []), ...made.edits] };
}

/** Left of the service that brings it, where there is room. */
const beside = (flow: Flow, { x, y }: Position): Position => freePlace(flow, { x: x - 300, y: y + 20 }, [{ x, y }]);

type BrokerTransport = Broker['transport'];

const isBrokered = (transport: Transport): transport is BrokerTransport => transports[transport].viaBroker;

function newBroker(flow: Flow, { transport, position }: { transport: BrokerTransport; position: Position }): NewItem {
  return put(flow, 'brokers', { name: freeName(flow, transport, '-'), transport, position });
}

function brokerItem(transport: BrokerTransport): PaletteItem {
  const { label, color } = transportLooks[transport];
  return {
    id: `${transport}-broker`,
    label: `${label} broker`,
    explain: `A real ${label}, private to this playground.`,
    group: 'Brokers',
    icon: IconDatabase,
    color,
    create: (flow, position) => newBroker(flow, { transport, position }),
  };
}

export const paletteItems: readonly PaletteItem[] = [
  serviceItem('http'),
  serviceItem('tcp'),
  serviceItem('redis'),
  serviceItem('nats'),
  serviceItem('kafka'),
  serviceItem('grpc'),
  serviceItem('mqtt'),
  serviceItem('rmq'),
  brokerItem('redis'),
  brokerItem('nats'),
  brokerItem('kafka'),
  brokerItem('mqtt'),
  brokerItem('rmq'),
  {
    id: 'registry',
    label: 'Service registry',
    explain: 'Knows which replicas live, by their heartbeats: wires over tcp and grpc take turns among them.',
    group: 'Brokers',
    icon: IconAddressBook,
    color: 'teal',
    create: (flow, position) =>
      put(flow, 'registries', {
        name: freeName(flow, 'registry', '-'),
        position,
        heartbeatMs: 1000,
        timeoutMs: 3000,
      }),
  },
  {
    id: 'driver',
    label: 'Driver',
    explain: 'The outside world: sends one request per click, or so many per second.',
    group: 'Traffic',
    icon: IconUser,
    color: 'grape',
    create: (flow, position) => {
      const gateway = Object.entries(flow.services).find(([, { listeners }]) =>
        Object.values(listeners).some(({ transport }) => transport === 'http'),
      );
      const route = Object.values(gateway?.[1].handlers ?? {}).flatMap(({ on }) => ('http' in on ? [on.http] : []))[0];
      const value = {
        name: freeName(flow, 'driver', '-'),
        position,
        to: gateway?.[0] ?? 'gateway',
        request: route ?? 'GET /hello',
        perSecond: 0,
      };
      return put(flow, 'drivers', value);
    },
  },
  {
    id: 'external',
    label: 'External',
    explain: 'A service of your own that runs somewhere else: wires may lead to its address.',
    group: 'Traffic',
    icon: IconWorld,
    color: 'cyan',
    create: (flow, position) =>
      put(flow, 'externals', {
        name: freeName(flow, 'external', '-'),
        transport: 'tcp',
        host: '127.0.0.1',
        port: 4001,
        position,
      }),
  },
  {
    id: 'note',
    label: 'Note',
    explain: 'A text on the canvas.',
    group: 'Traffic',
    icon: IconNote,
    color: 'yellow',
    create: (flow, position) =>
      put(flow, 'notes', { text: 'Write something here.', position, size: { width: 220, height: 80 } }),
  },
  {
    id: 'group',
    label: 'Group',
    explain: 'A titled area: what stands in it moves with it.',
    group: 'Traffic',
    icon: IconBoxMultiple,
    color: 'blue',
    create: (flow, position) => {
      const titles = new Set(Object.values(flow.groups ?? {}).map(({ title }) => title));
      const size = { width: 420, height: 260 };
      return put(flow, 'groups', { title: freeNameAmong(titles, 'Group'), colour: 'blue', position, size });
    },
  },
];

export const findPaletteItem = (id: string): PaletteItem | undefined => paletteItems.find((item) => item.id === id);
