import type { Position, Service } from '../../flow/flow.ts';
import type { Step } from '../../steps/step.ts';

/**
 * The orders service of the worked system: it orchestrates the saga.
 * reserve inventory → process payment → confirm; what fails is undone in reverse order: refund, release, cancel.
 */
export function ordersService(position: Position): Service {
  return {
    name: 'orders',
    position,
    replicas: 1,
    listeners: { tcp: { transport: 'tcp' } },
    handlers: {
      create: {
        on: { message: { cmd: 'create_order' } },
        steps: [
          {
            do: 'attempt',
            steps: [
              {
                do: 'send',
                wire: 'ordersUsers',
                pattern: { cmd: 'get_user' },
                data: '{ id: data.userId }',
                as: 'user',
              },
            ],
            catch: [{ do: 'throw', error: 'again' }],
          },
          { do: 'set', key: 'order:${id}', value: "{ id, userId: user.id, items: data.items, status: 'pending' }" },
          { do: 'emit', wire: 'events', pattern: 'order_created', data: '{ orderId: id, userId: user.id }' },
          {
            do: 'attempt',
            steps: [
              {
                do: 'send',
                wire: 'inventory',
                pattern: { cmd: 'reserve_inventory' },
                data: '{ orderId: id, items: data.items }',
                as: 'stock',
              },
              {
                do: 'attempt',
                steps: pay,
                catch: [undo('inventory', 'release_inventory'), { do: 'throw', error: 'again' }],
              },
            ],
            catch: [
              {
                do: 'set',
                key: 'order:${id}',
                value: "{ id, userId: user.id, items: data.items, status: 'cancelled', reason: error.message }",
              },
              { do: 'emit', wire: 'events', pattern: 'order_failed', data: '{ orderId: id, reason: error.message }' },
              { do: 'throw', error: 'again' },
            ],
          },
        ],
      },
      confirm: {
        on: { message: { cmd: 'confirm_order' } },
        steps: changeStatus('confirmed'),
      },
      cancel: {
        on: { message: { cmd: 'cancel_order' } },
        steps: changeStatus('cancelled'),
      },
      find: {
        on: { message: { cmd: 'get_order' } },
        steps: findOrder([{ do: 'reply', value: 'order' }]),
      },
    },
  };
}

const pay: Step[] = [
  {
    do: 'send',
    wire: 'payments',
    pattern: { cmd: 'process_payment' },
    data: '{ orderId: id, amount: stock.total }',
    as: 'payment',
  },
  {
    do: 'attempt',
    steps: [
      {
        do: 'set',
        key: 'order:${id}',
        value: "{ id, userId: user.id, items: data.items, status: 'confirmed', paymentId: payment.paymentId }",
      },
      { do: 'emit', wire: 'events', pattern: 'order_completed', data: '{ orderId: id, paymentId: payment.paymentId }' },
      { do: 'reply', value: "{ id, status: 'confirmed', total: stock.total, paymentId: payment.paymentId }" },
    ],
    catch: [undo('payments', 'refund_payment'), { do: 'throw', error: 'again' }],
  },
];

/** A compensation that fails is recorded and the others go on. */
function undo(wire: string, cmd: string): Step {
  return {
    do: 'attempt',
    steps: [{ do: 'send', wire, pattern: { cmd }, data: '{ orderId: id }' }],
    catch: [{ do: 'log', value: `{ compensationFailed: '${cmd}', reason: error.message }` }],
  };
}

function changeStatus(status: string): Step[] {
  return findOrder([
    { do: 'set', key: 'order:${data.orderId}', value: `{ ...order, status: '${status}' }` },
    {
      do: 'emit',
      wire: 'events',
      pattern: 'order_status_changed',
      data: `{ orderId: data.orderId, status: '${status}' }`,
    },
    { do: 'reply', value: `{ id: data.orderId, status: '${status}' }` },
  ]);
}

function findOrder(then: Step[]): Step[] {
  return [
    { do: 'get', key: 'order:${data.orderId}', as: 'order' },
    {
      do: 'when',
      condition: 'order',
      then,
      else: [{ do: 'throw', error: 'rpc', status: 404, message: 'Order ${data.orderId} not found' }],
    },
  ];
}
