import { loadPackage } from '@nestjs/common/internal';
import * as manager from 'amqp-connection-manager';
import * as amqplib from 'amqplib';

/**
 * Nest asks for its drivers by `createRequire`, which no bundler sees. It looks into this cache first, so whoever makes a
 * client or a server imports this file.
 */
await loadPackage('amqplib', 'Patchbay', () => Promise.resolve(amqplib));
await loadPackage('amqp-connection-manager', 'Patchbay', () => Promise.resolve(manager));

export type { amqplib, manager };
