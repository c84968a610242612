import type { Handler } from '../../flow/flow.ts';
import { ask } from './gatewaySteps.ts';

/** What a gateway answers about users. It has a wire `users` that leads there. */
export const userRoutes: Readonly<Record<'createUser' | 'getUser' | 'getUsers', Handler>> = {
  createUser: { on: { http: 'POST /users' }, steps: ask('users', { cmd: 'create_user', data: 'body', as: 'user' }) },
  getUser: {
    on: { http: 'GET /users/:id' },
    steps: ask('users', { cmd: 'get_user', data: '{ id: params.id }', as: 'user' }),
  },
  getUsers: {
    on: { http: 'GET /users' },
    steps: ask('users', {
      cmd: 'get_users',
      data: '{ page: Number(query.page || 1), limit: Number(query.limit || 10) }',
      as: 'users',
    }),
  },
};
