// How a session gets a broker: the configured one, else a private real one, else the built-in one (in this order).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { problem, ProblemError } from '#shared/problem.ts';
import type { BrokerSource } from '#shared/transports/transport.ts';
import type { BrokerHandle } from './brokerHandle.ts';
import type { ReadContents } from './readContents.ts';
import type { BrokerMode } from './brokerMode.ts';
import { readBrokerMode } from './brokerMode.ts';
import type { Launch } from './brokerProcess.ts';
import { builtInBroker } from './builtInBroker.ts';
import { chosenIsMissing, whyNoConfigured, whyNoPrivate } from './chosenSource.ts';
import { findBinary } from './findBinary.ts';
import { startOwnBroker } from './ownBroker.ts';

/** What the three sources of one kind of broker are. */
export interface BrokerKind {
  /** `Redis` */
  readonly name: string;
  readonly scheme: string;
  /** Names the configured one: `REDIS_URL`. */
  readonly setting: string;
  /** Programs of a real one, in order of preference; empty when a real one is only used when it is named. */
  readonly binaries: readonly string[];
  /** What to type to get one. */
  readonly install: string;
  readonly connectConfigured: (url: string) => Promise<BrokerHandle>;
  /** What any broker of this kind holds, asked by its own protocol; where that is not possible it is left out. */
  readonly readContents?: ReadContents | undefined;
  /** `folder` is where it keeps what outlives a kill; whoever gives it removes it. */
  readonly launchPrivate: (binary: string, folder: string | undefined) => Launch;
  /** What the built-in one has not. */
  readonly lacks: readonly string[];
  /** Those of ours keep their messages over a kill, in a folder that goes when they are closed. */
  readonly keepsMessages?: boolean;
  /** A real one takes seconds and much memory to start, so it is used only by those who insist on real ones. */
  readonly isHeavy?: boolean;
}

export interface BrokerOptions {
  /** The kind's setting, PATCHBAY_BROKERS and PATH are read from it. */
  readonly env: NodeJS.ProcessEnv;
  /** `built-in` uses nothing else, `real` never uses it. Without one PATCHBAY_BROKERS says, and else it is `auto`. */
  readonly mode?: BrokerMode | undefined;
  /** The only one that shall be used, whatever the mode is. */
  readonly source?: BrokerSource | undefined;
  /** Without one a free port is taken. Of no effect on a configured broker. */
  readonly port?: number | undefined;
  /** dist/broker-redis/main.js, or its source under tsx. */
  readonly builtInEntry: string;
}

/** Resolves when the broker answers. Rejects with a ProblemError that names what was tried and what to do. */
export async function startBrokerOf(kind: BrokerKind, options: BrokerOptions): Promise<BrokerHandle> {
  if (options.source !== undefined) return startChosen(kind, options, options.source);
  const mode = options.mode ?? readBrokerMode(options.env);
  if (mode === 'built-in') return startBuiltIn(kind, options, ['only the built-in broker was asked for']);
  const configured = options.env[kind.setting];
  if (configured !== undefined && configured !== '') return kind.connectConfigured(configured);
  const tried = [`${kind.setting} is not set`];
  if (mode === 'auto' && kind.isHeavy === true) {
    tried.push(`a private ${kind.binaries.join(' or ')} is heavy and is used only with PATCHBAY_BROKERS=real`);
    return startBuiltIn(kind, options, tried);
  }
  const found = await startPrivate(kind, options, tried);
  if (found !== undefined) return found;
  if (mode === 'auto') return startBuiltIn(kind, options, tried);
  throw noBroker(kind, tried, `Type: ${kind.install}, or set ${kind.setting}, or set PATCHBAY_BROKERS=auto.`);
}

/** The one that the box asks for: never another in its place. */
async function startChosen(kind: BrokerKind, options: BrokerOptions, source: BrokerSource): Promise<BrokerHandle> {
  switch (source) {
    case 'configured': {
      const why = whyNoConfigured(kind, options.env);
      if (why !== undefined) throw chosenIsMissing(kind, source, why);
      return kind.connectConfigured(options.env[kind.setting] ?? '');
    }
    case 'private': {
      const why = await whyNoPrivate(kind, options.env);
      if (why !== undefined) throw chosenIsMissing(kind, source, why);
      const tried: string[] = [];
      const started = await startPrivate(kind, options, tried);
      if (started !== undefined) return started;
      throw noBroker(kind, tried, 'Start it again, or choose another source for it.');
    }
    case 'built-in':
      return startBuiltIn(kind, options, ['the box asks for the built-in one']);
  }
}

/** Adds to `tried` why there is none. */
async function startPrivate(
  kind: BrokerKind,
  options: BrokerOptions,
  tried: string[],
): Promise<BrokerHandle | undefined> {
  const { binaries, launchPrivate, scheme, readContents } = kind;
  if (binaries.length === 0) return undefined;
  const binary = await findBinary(binaries, options.env);
  if (binary === undefined) {
    tried.push(`no ${binaries.join(' or ')} was found`);
    return undefined;
  }
  const { folder, forget } = await keptFolder(kind);
  try {
    return await startOwnBroker({
      source: 'private',
      launch: launchPrivate(binary, folder),
      forget,
      scheme,
      port: options.port,
      label: (process) => `private ${process.name}`,
      tried,
      lacks: [],
      readContents,
    });
  } catch (error) {
    await forget();
    tried.push(`${basename(binary)} did not start: ${messageOf(error)}`);
    return undefined;
  }
}

async function startBuiltIn(kind: BrokerKind, options: BrokerOptions, tried: readonly string[]): Promise<BrokerHandle> {
  const { folder, forget } = await keptFolder(kind);
  try {
    return await startOwnBroker({
      source: 'built-in',
      launch: builtInBroker(options.builtInEntry, folder),
      forget,
      scheme: kind.scheme,
      port: options.port,
      label: () => `built-in, speaks ${kind.name}`,
      tried,
      lacks: kind.lacks,
      readContents: kind.readContents,
    });
  } catch (error) {
    await forget();
    const cure = `Free that port or choose another one, or set ${kind.setting} to a ${kind.name} that runs.`;
    throw noBroker(kind, [...tried, `the built-in broker did not start: ${messageOf(error)}`], cure);
  }
}

/** Where a broker keeps what outlives a kill, and what removes it. */
async function keptFolder({ keepsMessages, scheme }: BrokerKind): Promise<KeptFolder> {
  if (keepsMessages !== true) return { folder: undefined, forget: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), `patchbay-${scheme}-`));
  return { folder, forget: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) };
}

interface KeptFolder {
  readonly folder: string | undefined;
  readonly forget: () => Promise<void>;
}

function noBroker({ name }: BrokerKind, tried: readonly string[], cure: string): ProblemError {
  return new ProblemError(problem('brokerFailed', `There is no ${name}: ${tried.join('; ')}. ${cure}`));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
