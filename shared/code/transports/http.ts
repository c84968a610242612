import type { TransportCode } from './transportCode.ts';

/** The routes of the application's own HTTP server: it needs no options of a microservice. */
export const httpCode: TransportCode = { packages: {} };
