import type { Position, Service } from '../../flow/flow.ts';
import type { Step } from '../../steps/step.ts';

interface UsersOptions {
  replicas: number;
  /** Over which of its wires it tells that somebody is new; without one nobody is told. */
  events?: string;
}

/** The users service of the worked system; Ada (`u1`) is always there. */
export function usersService(position: Position, { replicas, events }: UsersOptions): Service {
  const tell: Step[] =
    events === undefined
      ? []
      : [{ do: 'emit', wire: events, pattern: 'user_created', data: '{ userId: id, name: data.name }' }];
  return {
    name: 'users',
    position,
    replicas,
    listeners: { tcp: { transport: 'tcp' } },
    handlers: {
      getUser: {
        on: { message: { cmd: 'get_user' } },
        steps: [
          {
            do: 'when',
            condition: "data.id === 'u1'",
            then: [{ do: 'reply', value: "{ id: 'u1', name: 'Ada Lovelace' }" }],
          },
          { do: 'get', key: 'user:${data.id}', as: 'user' },
          {
            do: 'when',
            condition: 'user',
            then: [{ do: 'reply', value: 'user' }],
            else: [{ do: 'throw', error: 'rpc', status: 404, message: 'User ${data.id} not found' }],
          },
        ],
      },
      createUser: {
        on: { message: { cmd: 'create_user' } },
        steps: [
          { do: 'set', key: 'user:${id}', value: '{ id, name: data.name, email: data.email }' },
          ...tell,
          { do: 'reply', value: '{ id, name: data.name, email: data.email }' },
        ],
      },
      getUsers: {
        on: { message: { cmd: 'get_users' } },
        steps: [
          {
            do: 'reply',
            value:
              "{ page: data.page, users: [{ id: 'u1', name: 'Ada Lovelace' }, ...Object.values(state)].slice((data.page - 1) * data.limit, data.page * data.limit) }",
          },
        ],
      },
      loggedIn: { on: { event: 'user_logged_in' }, steps: [{ do: 'log', value: 'data.userId' }] },
    },
  };
}
