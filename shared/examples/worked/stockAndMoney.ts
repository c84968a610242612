import type { Position, Service } from '../../flow/flow.ts';

/** Inventory: reserves what is asked for; more than 100 of a thing is out of stock. A thing costs 25 unless it says its price. */
export function inventoryService(position: Position): Service {
  return {
    name: 'inventory',
    position,
    replicas: 1,
    listeners: { tcp: { transport: 'tcp' } },
    handlers: {
      reserve: {
        on: { message: { cmd: 'reserve_inventory' } },
        steps: [
          { do: 'delay', ms: 15, jitterMs: 10 },
          {
            do: 'when',
            condition: 'data.items.some(item => item.quantity > 100)',
            then: [{ do: 'throw', error: 'rpc', status: 409, message: 'Out of stock' }],
          },
          { do: 'set', key: 'reservation:${data.orderId}', value: 'data.items' },
          {
            do: 'reply',
            value:
              '{ reserved: data.items.length, total: data.items.reduce((sum, item) => sum + item.quantity * (item.price || 25), 0) }',
          },
        ],
      },
      release: {
        on: { message: { cmd: 'release_inventory' } },
        steps: [
          { do: 'set', key: 'reservation:${data.orderId}', value: 'null' },
          { do: 'reply', value: '{ released: true }' },
        ],
      },
    },
  };
}

/** Payments: the card pays up to 1000. */
export function paymentsService(position: Position): Service {
  return {
    name: 'payments',
    position,
    replicas: 1,
    listeners: { tcp: { transport: 'tcp' } },
    handlers: {
      process: {
        on: { message: { cmd: 'process_payment' } },
        steps: [
          { do: 'delay', ms: 40, jitterMs: 30 },
          {
            do: 'when',
            condition: 'data.amount > 1000',
            then: [
              {
                do: 'emit',
                wire: 'moneyEvents',
                pattern: 'payment_failed',
                data: "{ orderId: data.orderId, reason: 'Card declined' }",
              },
              { do: 'throw', error: 'rpc', status: 402, message: 'Card declined' },
            ],
          },
          { do: 'set', key: 'payment:${data.orderId}', value: '{ paymentId: id, amount: data.amount }' },
          {
            do: 'emit',
            wire: 'moneyEvents',
            pattern: 'payment_completed',
            data: '{ orderId: data.orderId, paymentId: id }',
          },
          { do: 'reply', value: "{ paymentId: id, status: 'paid' }" },
        ],
      },
      refund: {
        on: { message: { cmd: 'refund_payment' } },
        steps: [
          { do: 'set', key: 'payment:${data.orderId}', value: 'null' },
          { do: 'reply', value: '{ refunded: true }' },
        ],
      },
    },
  };
}
