import type { Flow } from '../flow/flow.ts';
import { usersService } from './worked/users.ts';
import { userRoutes } from './worked/userRoutes.ts';

/** An HTTP gateway in front of one TCP service, with a 404 that crosses the wire as an RpcException. */
export const usersGateway: Flow = {
  version: 1,
  name: 'Users and the gateway',
  services: {
    gateway: {
      name: 'api-gateway',
      position: { x: 0, y: 0 },
      replicas: 1,
      listeners: { web: { transport: 'http' } },
      handlers: { ...userRoutes },
    },
    users: usersService({ x: 440, y: 0 }, { replicas: 1 }),
  },
  brokers: {},
  wires: { users: { name: 'USERS', from: 'gateway', to: 'users', policies: { timeout: { ms: 5000 } } } },
  drivers: {
    reader: { name: 'reader', position: { x: -320, y: -60 }, to: 'gateway', request: 'GET /users/u1', perSecond: 0 },
    stranger: {
      name: 'stranger',
      position: { x: -320, y: 60 },
      to: 'gateway',
      request: 'GET /users/u999',
      perSecond: 0,
    },
    newcomer: {
      name: 'newcomer',
      position: { x: -320, y: 180 },
      to: 'gateway',
      request: 'POST /users',
      data: "{ name: 'Grace Hopper', email: 'grace@example.com' }",
      perSecond: 0,
    },
  },
  externals: {},
  notes: {},
};
