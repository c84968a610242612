/** The Redis that this broker was compared with, reply by reply. Clients switch features by it. */
export const redisVersion = '7.0.15';
