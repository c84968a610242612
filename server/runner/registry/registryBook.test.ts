import { describe, expect, it } from 'vitest';
import { instanceId, type Instance } from './instance.ts';
import { RegistryBook } from './registryBook.ts';

const settings = { heartbeatMs: 1000, timeoutMs: 3000 };

function replica(number: number, service = 'orders'): Instance {
  const whose = { service, listener: 'tcp', replica: number };
  return { id: instanceId(whose), ...whose, host: '127.0.0.1', port: 4001 + number };
}

describe('The list of a registry', () => {
  it('has who registered, and takes off whoever was silent for the timeout, not a millisecond sooner', () => {
    const book = new RegistryBook(settings, 0);
    expect(book.register(replica(0), 0)).toBe('joined');
    expect(book.register(replica(1), 100)).toBe('joined');
    expect(book.heard('orders/tcp/1', 1000)).toBe(true);
    expect(book.expire(2999)).toEqual([]);
    expect(book.expire(3000)).toEqual([replica(0)]);
    expect(book.list(3000)).toEqual([{ instance: replica(1), state: 'late', silentMs: 2000 }]);
    expect(book.expire(4000)).toEqual([replica(1)]);
    expect(book.list(4000)).toEqual([]);
  });

  it('says that an instance is late when its heartbeat is overdue by half, and that it is up when it was heard of again', () => {
    const book = new RegistryBook(settings, 0);
    book.register(replica(0), 0);
    const stateAt = (ms: number) => book.list(ms).map(({ state }) => state);
    expect(stateAt(1499)).toEqual(['up']);
    expect(stateAt(1500)).toEqual(['late']);
    book.heard('orders/tcp/0', 1600);
    expect(stateAt(1600)).toEqual(['up']);
  });

  it('does not know whoever has left or was taken off, so that they register again', () => {
    const book = new RegistryBook(settings, 0);
    book.register(replica(0), 0);
    expect(book.leave('orders/tcp/0')).toEqual(replica(0));
    expect(book.leave('orders/tcp/0')).toBeUndefined();
    expect(book.heard('orders/tcp/0', 10)).toBe(false);
    expect(book.register(replica(0), 20)).toBe('joined');
    expect(book.register(replica(0), 30)).toBe('known');
    expect(book.expire(5000)).toHaveLength(1);
    expect(book.heard('orders/tcp/0', 5001)).toBe(false);
  });

  it('tells callers of the service that they ask for, and whether all who live have had the time to be heard of', () => {
    const book = new RegistryBook(settings, 0);
    book.register(replica(1), 0);
    book.register(replica(0), 0);
    book.register(replica(0, 'payments'), 0);
    const wanted = { service: 'orders', listener: 'tcp' };
    expect(book.found(wanted, 2999)).toEqual({ instances: [replica(0), replica(1)], isSettled: false, left: [] });
    book.leave('orders/tcp/1');
    expect(book.found(wanted, 2999)).toEqual({ instances: [replica(0)], isSettled: false, left: ['orders/tcp/1'] });
    expect(book.found({ service: 'orders', listener: 'grpc' }, 3000)).toEqual({
      instances: [],
      isSettled: true,
      left: [],
    });
  });

  it('knows when it has to be looked at next', () => {
    const book = new RegistryBook(settings, 0);
    expect(book.nextChangeMs(0)).toBe(3000);
    expect(book.nextChangeMs(3000)).toBeUndefined();
    book.register(replica(0), 3000);
    expect(book.nextChangeMs(3000)).toBe(1500);
    expect(book.nextChangeMs(4500)).toBe(1500);
    expect(book.nextChangeMs(7000)).toBe(0);
  });

  it('goes by other settings from the moment on in which it gets them', () => {
    const book = new RegistryBook(settings, 0);
    book.register(replica(0), 0);
    book.retune({ heartbeatMs: 100, timeoutMs: 500 });
    expect(book.expire(500)).toEqual([replica(0)]);
  });

  it('is full at some point, whoever registers', () => {
    const book = new RegistryBook(settings, 0);
    for (let count = 0; count < 500; count += 1) book.register(replica(0, `s${count}`), 0);
    expect(book.register(replica(0, 'more'), 0)).toBe('full');
    expect(book.register(replica(0, 's1'), 0)).toBe('known');
    expect(book.list(0)).toHaveLength(500);
  });
});
