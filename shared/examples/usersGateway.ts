import type { Flow } from '../flow/flow.ts';
import { usersService } from './worked/users.ts';
import { gatewayErrors } from './worked/gatewayErrors.ts';

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
      handlers: {
        createUser: {
          on: { http: 'POST /users' },
          steps: [
            {
              do: 'attempt',
              steps: [
                { do: 'send', wire: 'users', pattern: { cmd: 'create_user' }, data: 'body', as: 'user' },
                { do: 'reply', value: 'user' },
              ],
              catch: gatewayErrors('users'),
            },
          ],
        },
        getUser: {
          on: { http: 'GET /users/:id' },
          steps: [
            {
              do: 'attempt',
              steps: [
                { do: 'send', wire: 'users', pattern: { cmd: 'get_user' }, data: '{ id: params.id }', as: 'user' },
                { do: 'reply', value: 'user' },
              ],
              catch: gatewayErrors('users'),
            },
          ],
        },
        getUsers: {
          on: { http: 'GET /users' },
          steps: [
            {
              do: 'attempt',
              steps: [
                {
                  do: 'send',
                  wire: 'users',
                  pattern: { cmd: 'get_users' },
                  data: '{ page: Number(query.page || 1), limit: Number(query.limit || 10) }',
                  as: 'users',
                },
                { do: 'reply', value: 'users' },
              ],
              catch: gatewayErrors('users'),
            },
          ],
        },
      },
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
