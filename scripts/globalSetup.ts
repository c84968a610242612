/** Vitest runs this once before the live tests: they fork the real runner and the real built-in brokers. */
import { buildBrokers, buildRunner } from './lib/bundles.ts';

export async function setup(): Promise<void> {
  await Promise.all([buildRunner(), buildBrokers()]);
}
