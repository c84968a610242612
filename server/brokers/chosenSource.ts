// Which sources a server has for one kind of broker, and the one that a box asks for.
import { problem, ProblemError } from '#shared/problem.ts';
import { findBinary } from './findBinary.ts';

/** What of a kind of broker says where it may come from. */
interface Kind {
  readonly name: string;
  readonly setting: string;
  readonly binaries: readonly string[];
  readonly install: string;
}

/** Why this server has none of a source, for people; a source that is left out it has. */
export interface MissingSources {
  configured?: string;
  private?: string;
}

export async function missingSources(kind: Kind, env: NodeJS.ProcessEnv): Promise<MissingSources> {
  const [configured, ofItsOwn] = [whyNoConfigured(kind, env), await whyNoPrivate(kind, env)];
  return {
    ...(configured === undefined ? {} : { configured }),
    ...(ofItsOwn === undefined ? {} : { private: ofItsOwn }),
  };
}

/** A box that asks for one source gets that or a reason, never another one. */
export const chosenIsMissing = ({ name }: Kind, source: keyof MissingSources, why: string): ProblemError =>
  new ProblemError(
    problem(
      'brokerFailed',
      `The box asks for a ${source} ${name}, but ${why}. ${cures[source]} another source for the box.`,
    ),
  );

const cures = { configured: 'Set it, or choose', private: 'Or choose' } as const;

export const whyNoConfigured = ({ setting }: Kind, env: NodeJS.ProcessEnv): string | undefined =>
  env[setting] ? undefined : `${setting} is not set for this server`;

export async function whyNoPrivate(kind: Kind, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { name, setting, binaries, install } = kind;
  if (binaries.length === 0) return `Patchbay starts no real ${name} by itself: start one and set ${setting}`;
  if ((await findBinary(binaries, env)) !== undefined) return undefined;
  return `there is no ${binaries.join(' or ')} on this machine; type: ${install}`;
}
